// Package arch holds the tests that keep the house as it is drawn: which room
// may import which, that every package says what it is for, how long a file or
// a function may grow, that nothing speaks to a person but the catalogue.
//
// The drawing itself is the table in imports_test.go. Whoever adds a room adds
// its line there, between what it uses and what uses it.
package arch
