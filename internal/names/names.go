// Package names finds things by their names, however they are spelt.
//
// A town has many names: Гродна, Гродно, Grodno, Hrodna, Горадня, Gardinas. People
// type them in any script, with or without diacritics, half, in another
// language's transliteration, and with typing errors. An [Index] answers all of
// these from memory in well under a millisecond. The package knows nothing of
// places: it maps spellings to numbers.
//
//	var b names.Builder
//	grodno := b.Item(math.Log(361_115))
//	b.Spelling(grodno, "Hrodna")
//	b.Spelling(grodno, "Гродна")
//	ix := b.Build()
//	ix.Find("gorodno", names.Options{Limit: 10})
//
// # Keys
//
// Every spelling is turned into keys, from the faithful to the lossy: [Fold]
// (lower case, no diacritics, its own script), [Latin] (transliterated), both without
// words such as "City" or "Gorad", which are learned from the spellings;
// [Phonetic] (letters that languages exchange are merged) and [Skeleton] (its
// consonants). A query is turned into the same keys.
//
// # Search
//
// Keys lie in sorted tables of flat arrays, one for letters, one for sounds,
// one for skeletons. Whole keys and beginnings are found by bisection. Typing
// errors are found by looking at all keys of about the query's length: those
// whose letters, as a set of bits, differ too much are passed over by the group,
// and the rest are measured with a bit-parallel edit distance. Such a walk reads
// less memory than an index of trigrams or of deletions would, and misses nothing.
//
// # Order
//
// An item's score is its weight (how often it is meant) less a penalty for the
// way in which the spelling differs ([weights]); the best spelling counts. So a
// metropolis may come before a hamlet that fits a little better, but not before one
// that fits much better. Codes of airports and post offices come after all names.
package names
