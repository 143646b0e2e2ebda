"""What the learner works with in the browser: one widget a task type, on anywidget.

Plain JavaScript and CSS stand beside the Python; nothing is built and nothing comes from elsewhere.
"""
