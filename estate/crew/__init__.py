"""Who mends: skills, shifts and absences; who is handed an order, with the reasons in plain words."""
