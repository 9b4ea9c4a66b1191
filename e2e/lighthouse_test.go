//go:build e2e && full

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// least are the scores that Lighthouse must give. Speed is left to the
// benchmarks: it depends on what else the machine does.
var least = map[string]float64{"accessibility": 1, "best-practices": 1, "seo": 0.9}

// TestLighthouse asks Lighthouse about the pages that carry the impression.
func TestLighthouse(t *testing.T) {
	for _, path := range []string{
		"/pl/", fmt.Sprintf("/uk/places/%d", bialystok),
		"/lt/partnerships/" + partnershipOf(t, bialystok, hrodna), "/de/regions/PL.81",
	} {
		cmd := exec.CommandContext(t.Context(), "node", "lighthouse/node_modules/lighthouse/cli/index.js", site+path,
			"--output=json", "--quiet", "--only-categories=accessibility,best-practices,seo",
			"--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync")
		cmd.Env = append(os.Environ(), "CHROME_PATH="+os.Getenv("TWINTOWN_BROWSER"))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal("lighthouse: ", err)
		}
		var report struct {
			Categories map[string]struct{ Score float64 }
			Audits     map[string]struct {
				Title string
				Score *float64
			}
		}
		if err := json.Unmarshal(out, &report); err != nil {
			t.Fatal(err)
		}
		for name, want := range least {
			if got := report.Categories[name].Score; got < want {
				t.Errorf("%s: %s %.2f, want %.2f", path, name, got, want)
				for id, a := range report.Audits {
					if a.Score != nil && *a.Score < 1 {
						t.Logf("  %s: %s", id, a.Title)
					}
				}
			}
		}
	}
}
