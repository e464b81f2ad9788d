"""What is known: article, rules, engine, reading, search. Pure; imports nothing else of ours."""
