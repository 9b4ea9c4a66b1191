// Package lang prints everything that people read, in their language.
//
// No text for people stands in Go code or in templates: code holds message keys,
// the messages stand in one JSON file per language, in package messages beside this one
// (flat key → text). A message is written in a small part of ICU's syntax:
//
//	{name}                                   a value as it is
//	{n, number}                              a number with the language's separators
//	{n, plural, one{# year} other{# years}}  a choice by CLDR plural category; # is the number
//	{side, select, both{…} other{…}}         a choice by a word
//	{day, date}                              "3 marca 2022", "marzec 2022" or "2022"
//	{day, date, since}                       "od 3 marca 2022", "od marca 2022", "od 2022 r."
//	{x, percent} {km, distance} {c, country} {l, language} {names, list} {m, message}
//
// Choices nest. There is no escape: braces never stand in text for people. Rooms do
// not print; they return a Message, which is a key with its arguments, and the face
// (site, API, command line) prints it with the reader's Printer. An argument may
// itself be a Message, so that a reason can hold a status sentence:
//
//	cat, err := messages.Default()
//	p := cat.Printer("pl")
//	p.T("town.partners.count", "n", 12)
//	p.Message(lang.Msg("status.active.sentence", "since", lang.Date{Year: 1995, Month: 2}))
//
// What a language needs beside its messages (plural rules, months, date patterns,
// separators, names of countries and languages) is generated from Unicode's CLDR into
// cldr/, one file per language, by gen/. Nothing in this package knows a language by
// name except the order in which they are offered, so a ninth language is its message
// file and one run of the generator.
//
// A Catalog is read once and never changes; it and its Printers may be used by any
// number of goroutines. A key that is not there prints as ⟦key⟧ and is remembered
// (Catalog.Missing), so that a page never fails for want of a text and a test can.
package lang

// Args are the values for the placeholders of a message. A value is a string, an
// int, int64 or float64, a Date, a time.Time (its day is printed), a Message, or a
// []string or []Message, which print as a list.
type Args map[string]any

// Message is a text for people, not yet in any language: a key of the catalogue and
// the values for its placeholders. The zero Message prints as nothing.
type Message struct {
	Key  string
	Args Args
}

// Msg makes a Message from a key and pairs of placeholder name and value. A name
// without a value, or one that is not a string, is left out.
func Msg(key string, kv ...any) Message {
	if len(kv) < 2 {
		return Message{Key: key}
	}
	args := make(Args, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		if name, ok := kv[i].(string); ok {
			args[name] = kv[i+1]
		}
	}
	return Message{Key: key, Args: args}
}

// IsZero says whether m says nothing.
func (m Message) IsZero() bool { return m.Key == "" }
