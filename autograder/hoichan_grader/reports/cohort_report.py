# %% [markdown]
# The cohort report as a notebook, in the percent form. `report.py` turns it into a notebook, runs it
# with papermill (parameters below) and exports it without its code.

# %%
import json
from pathlib import Path

from hoichan_grader.reports import sections, tables
from hoichan_grader.reports.wording import show

# %% tags=["parameters"]
data_folder = "."

# %%
folder = Path(data_folder)
about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
learners = tables.read_table(folder, "learners", text=("learner", "name", "group", "trust"))
outcomes = tables.read_table(
    folder, "outcomes", text=("learner", "source", "vi", "en", "category", "given")
)
findings = tables.read_table(folder, "findings", text=tables.FINDING_COLUMNS)

# %%
show(sections.summary(about, learners, outcomes))

# %% [markdown]
# ## Phân bố điểm · Score distribution

# %%
show(sections.scores(learners))

# %% [markdown]
# ## Lỗi bị bỏ sót nhiều nhất · Errors most often missed

# %%
show(sections.missed(outcomes))

# %% [markdown]
# ## Câu đúng bị báo nhầm nhiều nhất · True statements most often called wrong

# %%
show(sections.falsely_flagged(outcomes))

# %% [markdown]
# ## Phát hiện và báo nhầm của từng học viên · Hits and false alarms of each learner

# %%
show(sections.hit_rates(learners))

# %% [markdown]
# ## Ai tin quá mức, ai nghi quá mức · Who over-trusts and who under-trusts

# %%
show(sections.trust(learners))

# %% [markdown]
# ## Gọi tên loại lỗi · Naming the kind of error

# %%
show(sections.kinds(outcomes))

# %% [markdown]
# ## Bài cần người xem lại · Submissions that need a look

# %%
show(sections.needs_look(about, findings))
