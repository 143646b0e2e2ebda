"""nbgrader on this hub, for everybody: fetching and submitting go through the submission service.

No course stands here. A course's own settings lie in its folder (``<site>/course``), and a
``CourseDirectory.course_id`` in this file would override them.
"""

c = get_config()

c.ExchangeFactory.list = "hoichan.exchange.HoichanList"
c.ExchangeFactory.fetch_assignment = "hoichan.exchange.HoichanFetchAssignment"
c.ExchangeFactory.submit = "hoichan.exchange.HoichanSubmit"
