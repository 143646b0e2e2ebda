def page(site, lesson, learner):
    return "todo"
