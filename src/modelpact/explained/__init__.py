"""Why an agreement says what it says: clauses, fields and lines of a spec explained."""
