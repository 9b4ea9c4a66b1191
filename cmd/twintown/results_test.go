package main

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/platform/db/dbtest"
)

// What came of the demonstration's forum, as a started node tells everybody, equals a count by
// hand: three contacts (Sokółka–Jelgava, Suwałki–Lutsk, Sokółka–Kaunas); one pair that talks, too
// few to be counted for strangers; letters of intent of the first two pairs; one agreement, of the
// first, signed in both its towns; its one project; that project's grant of 9,600 euro.
func TestWhatCameOfTheExample(t *testing.T) {
	t.Parallel()
	small := copyOf(t, folderOf(t, smallData))
	for name, begin := range map[string]func(t *testing.T) *running{
		"sqlite": func(t *testing.T) *running { return serving(t, small) },
		"postgres": func(t *testing.T) *running {
			dsn, data := dbtest.PostgreSQL(t), t.TempDir()
			places, pairs := written(t, smallWorld)
			runs(t, exitOK, "import", "csv", "--empty", "--data", data, "--dsn", dsn, "--places", places, "--partnerships", pairs)
			return serving(t, data, "--dsn", dsn)
		},
	} {
		t.Run(name, func(t *testing.T) {
			node := begin(t)
			const at = "/en/meetings/example-a-forum-of-three-years-ago"
			if page := node.answers(at, http.StatusOK); !strings.Contains(page, at+"/results") {
				t.Error("the meeting's page does not lead to what came of it")
			}
			page := node.answers(at+"/results", http.StatusOK)
			for _, want := range []string{"Contacts: 3</h2>", "Towns in conversation: fewer than 5</h2>", "Letters of intent: 2</h2>", "Agreements: 1</h2>", "Projects: 1</h2>", "Money granted: 9,600\u00a0EUR</h2>"} {
				if !strings.Contains(page, want) {
					t.Errorf("the page does not say %q", want)
				}
			}
			table := node.answers(at+"/results?as=csv", http.StatusOK)
			if n := strings.Count(table, "\r\n"); n != 1+2+1+1+1 { // the head, letters, the agreement, the project, its grant
				t.Errorf("the table has %d lines:\n%s", n, table)
			}
		})
	}
}
