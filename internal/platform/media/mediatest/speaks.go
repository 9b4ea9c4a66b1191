package mediatest

import (
	"strings"
	"testing"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

// Speaks says whether why is a sentence in every language, with all its values.
func Speaks(t *testing.T, why lang.Message) {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range catalog.Languages() {
		if text := catalog.Printer(code).Message(why); text == "" || strings.ContainsAny(text, "{}⟦") {
			t.Errorf("%s: %q", code, text)
		}
	}
}
