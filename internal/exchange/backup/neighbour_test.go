package backup

import (
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/platform/blob/blobtest"
)

// What lies beside the backups is found from the place and from each backup there, in a
// folder as in a bucket, and is none of the backups.
func TestNeighbours(t *testing.T) {
	server := blobtest.S3(t)
	folder := filepath.Join(t.TempDir(), "new")
	for name, c := range map[string]struct{ to, made string }{
		"folder": {folder, filepath.Join(folder, "nightly.twintown")},
		"bucket": {strings.Replace(server.Address(), "?", "/nights?", 1), strings.Replace(server.Address(), "?", "/nights/nightly.twintown?", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			place, err := ParsePlace(c.to, "", server.Lookup)
			if err != nil {
				t.Fatal(err)
			}
			from, err := NeighbourOf(c.made, "erasures.jsonl", server.Lookup)
			if err != nil {
				t.Fatal(err)
			}
			if content, err := from.Read(t.Context()); content != nil || err != nil {
				t.Errorf("nothing yet: %q, %v", content, err)
			}
			for _, text := range []string{"one\n", "one\ntwo\n"} {
				if err := place.Beside("erasures.jsonl").Write(t.Context(), []byte(text)); err != nil {
					t.Fatal(err)
				}
				if content, err := from.Read(t.Context()); string(content) != text || err != nil {
					t.Errorf("read %q, %v", content, err)
				}
			}
			if gone, err := place.Prune(t.Context(), Keep{Days: 1}); err != nil {
				t.Errorf("%v, %v", gone, err)
			}
			if content, err := from.Read(t.Context()); string(content) != "one\ntwo\n" || err != nil {
				t.Errorf("after the old backups went: %q, %v", content, err)
			}
		})
	}
}
