"""A toolkit to the files that the browser searches and filters by. From the records, never from finished pages.

| file in search/ | what it has | loaded |
| --- | --- | --- |
| `manifest-….js` | the hash of each file but those of a shard or a few cards | with the first search |
| `LANGUAGE/head.js` | lengths, the first word of each shard, synonyms, hashes of shards and cards | the same |
| `LANGUAGE/words.js` | what the box, the find page and the results say | with the first search |
| `LANGUAGE/labels.js` | what readers call each facet and value | on the find page |
| `LANGUAGE/t/N.js` | words with their postings | with a word of the shard |
| `LANGUAGE/p/N.js` | the places of the same words | for a phrase or unspaced text |
| `LANGUAGE/x/N.js` | what results show, a few cards a file | with a result |
| `LANGUAGE/v.js` | every word | when one is unknown |
| `folding.js` | how words are made alike (`folding.json`) | with the first search |
| `values.js` | the dictionary of the facets, for all languages | on the find page |
| `c/FACET.js`, `c/date.js` | who has which value, for all languages | on the find page |

All but the manifest have a hash of their content in their name, `es/head.3f2a9c1b.js`, so a browser may keep them for
ever, and never takes a file of another index for one of this. Whoever publishes, publishes the manifest anew.

The texts that nobody has translated are in the index of the language they were written in, and nowhere else: the
browser searches both. A language's own files have what is translated, and what all records are called and filed under.
"""
