"""What the law asks the office to make public, period by period (Civil Code 943): services, fees, funds, income."""
