"""The files that the browser searches and filters by, from the records, never from rendered pages.

| file | what it contains | loaded |
| --- | --- | --- |
| `search/manifest-….js` | the hash of each language's index | with the first search |
| `search/LANGUAGE.….js` | words with their postings, what results show, facets, synonyms, messages | the same |
| `shortlist/LANGUAGE/PAGE.js` | the text of a page, which readers can also keep | with a result that it explains |
| `shortlist/attached/PAGE.js` | the pages of a record's PDF | the same |

An index has a hash of its content in its name, so browsers may cache it forever. The manifest is replaced at each
publication.

A language's index has its pages; of the others what is translated, a title and a summary, and the keywords of all
records. Pages that a language does not have are also found by the words of the English index, which the browser loads
beside its own. So there is an English index even if the site is not in English.

From records to files: `documents.py`, `postings.py`, `index.py`.
"""
