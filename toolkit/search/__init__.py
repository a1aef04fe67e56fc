"""The files that the browser searches and filters by, from the records, never from rendered pages.

| file in search/ | what it contains | loaded |
| --- | --- | --- |
| `manifest-….js` | the hash of each language | with the first search |
| `LANGUAGE/head.js` | what a suggestion shows of each document; the first words of pieces; endings | the same |
| `LANGUAGE/words.js` | synonyms, stop words, and what the search box, the find page and results say | the same |
| `LANGUAGE/facets.js` | the facets, their labels, and the values of each document | on the find page |
| `LANGUAGE/t/N.js` | words with their postings | with a word of the piece |
| `LANGUAGE/p/N.js` | the places of the same words | for a phrase or unspaced text |
| `LANGUAGE/x/N.js` | the passages of a few documents | with a result on the find page |
| `LANGUAGE/v.js` | every word, with how many documents have it | when a word is unknown, also of other languages |

All but the manifest have a hash of their language's files in their name, `es/head.3f2a9c1b.js`, so browsers may cache
them forever and never mix the files of two builds. The manifest is replaced at each publication.

An untranslated text is only in the English index; the browser searches both. A language's index has the translated
texts, and the keywords of all records. So there is an English index even if the site is not in English.

From records to files: `documents.py`, `postings.py`, `index.py`.
"""
