package topic

import (
	"testing"

	"twintown/internal/platform/lang/messages"
)

func TestTopicsAreATreeWithLabels(t *testing.T) {
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{"": true}
	for _, topic := range All() {
		if !seen[topic.Broader] {
			t.Errorf("%s lies within %s, which does not come before it", topic.Code, topic.Broader)
		}
		if seen[topic.Code] {
			t.Errorf("%s comes twice", topic.Code)
		}
		seen[topic.Code] = true
		for _, code := range catalog.Languages() {
			catalog.Printer(code).Message(Label(topic.Code))
		}
	}
	if got, want := catalog.Printer("en").Message(Label("astrology")), "area: astrology"; got != want {
		t.Errorf("unknown topic: %q, want %q", got, want)
	}
	if missing := catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %v", missing)
	}
}

func TestWithin(t *testing.T) {
	cases := []struct {
		code, broader string
		want          bool
	}{
		{"heritage", "culture", true},
		{"culture", "culture", true},
		{"culture", "heritage", false},
		{"sport", "culture", false},
		{"astrology", "culture", false},
		{"", "", false},
	}
	for _, c := range cases {
		if got := Within(c.code, c.broader); got != c.want {
			t.Errorf("Within(%q, %q) = %v", c.code, c.broader, got)
		}
	}
}
