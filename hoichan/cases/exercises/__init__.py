"""From what authors write to variants with keys, one module an exercise type.

Each has

- ``SPEC``: the model of ``case.yaml``;
- ``load(folder) -> (case, problems)``: read, compile and check; ``CaseError`` when it cannot be read;
- ``make_pool(task, lesson_id, cases)`` and ``mistakes(pool)``: the pool, and what is wrong with it;
- ``draw(pool, dice, head) -> (variant, key)``;
- ``checker(pool, tables)``: a function of variant and key that finds what they say wrongly, from
  texts and data alone and not with the code that drew them;
- ``private_texts(pool)``: texts that no file for learners may hold.
"""
