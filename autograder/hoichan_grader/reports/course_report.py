# %% [markdown]
# The report on a whole course as a notebook, in the percent form; see `cohort_report.py`.

# %%
import json
from pathlib import Path

from hoichan_grader.reports import course_sections, tables
from hoichan_grader.reports.wording import show

# %% tags=["parameters"]
data_folder = "."

# %%
folder = Path(data_folder)
about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
lessons = tables.read_table(folder, "lessons", text=("lesson", "code", "vi", "en", "role"))
results = tables.read_table(folder, "results", text=("lesson", "learner", "group"))
values = tables.read_table(folder, "values", text=("learner", "group", "phase", "measure"))
counts = tables.read_table(folder, "counts", text=("learner", "group", "phase"))

# %%
show(course_sections.summary(about, results))

# %% [markdown]
# ## Trước và sau khoá học · Before and after the course

# %%
show(course_sections.reliance(values))

# %%
show(course_sections.change(values, counts))

# %% [markdown]
# ## Theo nhóm · By group

# %%
show(course_sections.by_group(values))

# %% [markdown]
# ## Từng bài học · Lesson by lesson

# %%
show(course_sections.lessons(lessons, results))
