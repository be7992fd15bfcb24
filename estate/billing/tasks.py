"""What the worker does for billing."""

from estate.billing import actions, actions_compute
from estate.jobs import outbox
from estate.jobs.outbox import Task


@outbox.handles(actions.COMPUTE)
def compute_run(task: Task) -> None:
    """Compute a bill run; a crash in between leads to computing it again from the start."""
    run_id, token = int(task.values["run_id"]), str(task.values["token"])
    try:
        actions_compute.compute_run(run_id, token, lambda done, of: outbox.progress(task, done, of))
    except Exception as error:
        if task.attempts >= outbox.MAX_ATTEMPTS:
            actions_compute.fail_run(run_id, token, repr(error))
        raise
