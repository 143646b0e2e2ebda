"""What the static page of a task shows, one module an exercise type.

Each has ``page(variant, lang, payload, *, key, report, only)``: plain values for the template
``<type>.html.j2``. Without a key it is the task with the learner's answers; with it, feedback;
``only`` names one item of the variant.
"""
