"""The files that the browser searches and filters by, from the records, never from rendered pages.

| file in search/ | what it contains | loaded |
| --- | --- | --- |
| `manifest-….js` | the hash of each file except shards and texts | with the first search |
| `LANGUAGE/head.js` | lengths, the first word of each shard, synonyms, hashes of shards and texts | the same |
| `LANGUAGE/words.js` | what the search box, the find page and the results say | the same |
| `LANGUAGE/labels.js` | what readers call each facet and value | on the find page |
| `LANGUAGE/t/N.js` | words with their postings | with a word of the shard |
| `LANGUAGE/p/N.js` | the places of the same words | for a phrase or unspaced text |
| `LANGUAGE/x/N.js` | what results show, a few documents a file | with a result |
| `LANGUAGE/v.js` | every word | when a word is unknown |
| `folding.js` | how words are folded (`folding.json`) | with the first search |
| `values.js` | the facets and their values, for all languages | on the find page |
| `c/FACET.js`, `c/date.js` | which document has which value, for all languages | on the find page |

All but the manifest have a hash of their content in their name, `es/head.3f2a9c1b.js`, so browsers may cache them
forever and never mix the files of two builds. The manifest is replaced at each publication.

An untranslated text is only in the English index; the browser searches both. A language's index has the translated
texts, and the keywords of all records. So there is an English index even if the site is not in English.

The build calls the functions in `files.py`. From records to files: `documents.py`, `postings.py`, `index.py`.
"""
