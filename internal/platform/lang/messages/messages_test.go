package messages_test

import (
	"testing"

	"twintown/internal/platform/lang/messages"
)

// Two users of the built-in messages do not hear of each other's missing ones.
func TestDefault(t *testing.T) {
	mine, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(mine.Languages()); n != 8 {
		t.Errorf("%d languages", n)
	}
	mine.Printer("lt").T("no.such_message")
	if len(mine.Missing()) != 1 || len(theirs.Missing()) != 0 {
		t.Errorf("missing: %v and %v", mine.Missing(), theirs.Missing())
	}
}
