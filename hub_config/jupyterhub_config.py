"""JupyterHub's configuration: read from config.yaml, worked out in hoichan_hub.apply.

Started by ``hoichan-hub start``. Files in ``jupyterhub_config.d/`` beside this one come last and
may set anything JupyterHub knows.
"""

import os

from hoichan_hub.apply import apply
from hoichan_hub.plan import HubPlan

c = get_config()
plan = HubPlan.from_environment(os.environ)
apply(c, plan)
for more in sorted((plan.config_folder / "jupyterhub_config.d").glob("*.py")):
    load_subconfig(str(more))
