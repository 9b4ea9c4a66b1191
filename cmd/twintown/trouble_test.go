package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/world"
)

// runs starts the program, waits for its end and expects an exit code.
func runs(t *testing.T, code int, args ...string) *running {
	t.Helper()
	r := twintown(t, args...)
	if got := r.ends(); got != code {
		t.Fatalf("twintown %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, r.err)
	}
	return r
}

// written is tables in a folder of the test's own.
func written(t *testing.T, n int) (places, pairs string) {
	t.Helper()
	places, pairs, err := tables(t.TempDir(), n)
	if err != nil {
		t.Fatal(err)
	}
	return places, pairs
}

// opened opens the database of a data folder beside the program.
func opened(t *testing.T, folder string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// count counts rows; 0 while there is no such table.
func count(t *testing.T, d *db.DB, query string) (n int) {
	t.Helper()
	d.QueryRowContext(t.Context(), query).Scan(&n)
	return n
}

// rows are the rows of a query as text, without what tells the time.
func rows(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	all, err := db.Collect(t.Context(), d, func(r db.Scanner) (string, error) {
		var s string
		return s, r.Scan(&s)
	}, query)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

const imported = `SELECT count(*) FROM place`

// An import that is killed and then done again leaves the rows that one undisturbed
// import leaves.
func TestKilledImportDoneAgain(t *testing.T) {
	t.Parallel()
	places, pairs := written(t, 11_000)
	whole, killed := t.TempDir(), t.TempDir()
	importing := func(folder string) []string {
		return []string{"import", "csv", "--empty", "--data", folder, "--places", places, "--partnerships", pairs}
	}
	runs(t, exitOK, importing(whole)...)
	watch := opened(t, killed)
	for _, part := range []string{imported, `SELECT count(*) FROM partnership`} {
		before := count(t, watch, part)
		run := twintown(t, importing(killed)...)
		until(t, "a part is written: "+part, func() bool { return count(t, watch, part) > before })
		run.signal(syscall.SIGKILL)
		run.ends()
		if err := watch.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	runs(t, exitOK, importing(killed)...)
	want := opened(t, whole)
	for _, query := range []string{
		`SELECT id || ' ' || name || ' ' || country || ' ' || lat || ' ' || lon || ' ' || population FROM place`,
		`SELECT id || ' ' || a || ' ' || b FROM partnership`,
	} {
		if a, b := rows(t, watch, query), rows(t, want, query); len(b) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s: %d rows after the kill, %d without", query, len(a), len(b))
		}
	}
}

// An import beside a running site waits while another process writes, and says so;
// the site answers all the time and shows what came in.
func TestImportBesideARunningSite(t *testing.T) {
	t.Parallel()
	data := copyOf(t, folderOf(t, smallData))
	places, _ := written(t, smallWorld+10)
	site := serving(t, data)
	locked, free, freed := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	other := opened(t, data)
	go func() {
		freed <- other.Write(t.Context(), func(*db.Tx) error {
			close(locked)
			<-free
			return nil
		})
	}()
	<-locked
	run := twintown(t, "import", "csv", "--data", data, "--places", places)
	until(t, "the import says that it waits", func() bool { return strings.Contains(run.err.String(), "waiting for it") })
	site.answers("/en/places/900000001-zzyzxville-0", http.StatusOK)
	site.answers("/readyz", http.StatusOK)
	close(free)
	if err := <-freed; err != nil {
		t.Fatal(err)
	}
	if code := run.ends(); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	until(t, "the site shows what came in", func() bool {
		_, body, _ := site.get("/api/v1/places?q=Zzyzxville+2005")
		return strings.Contains(body, `"id":900002006`)
	})
	site.answers("/api/v1/places/900002006/matches", http.StatusOK)
}

// A full disk: nothing that was acknowledged is lost, the person reads one sentence,
// readers notice nothing, and all goes on when there is room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "disk")
	mounted(t, data, 64<<20)
	if err := os.CopyFS(data, os.DirFS(folderOf(t, smallData))); err != nil {
		t.Fatal(err)
	}
	places, pairs := written(t, 11_000)
	site := serving(t, data)
	fill(t, filepath.Join(data, "filler"), 1<<20)
	run := runs(t, exitStorage, "import", "csv", "--data", data, "--places", places, "--partnerships", pairs)
	if said := run.err.String(); !strings.Contains(said, "The disk is full.") || strings.Count(said, "\n") > 2 {
		t.Errorf("the person reads:\n%s", said)
	}
	fill(t, filepath.Join(data, "rest"), 0)
	for _, path := range []string{"/readyz", "/en/places/900000001-zzyzxville-0", "/api/v1/places?q=Zzyzxville", "/api/v1/places/900000001/matches"} {
		site.answers(path, http.StatusOK)
	}
	runs(t, exitStorage, "import", "csv", "--data", data, "--places", places, "--partnerships", pairs)
	watch := opened(t, data)
	if err := watch.Check(t.Context()); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"filler", "rest"} {
		if err := os.Remove(filepath.Join(data, name)); err != nil {
			t.Fatal(err)
		}
	}
	runs(t, exitOK, "import", "csv", "--data", data, "--places", places, "--partnerships", pairs)
	if got := count(t, watch, imported); got != 11_000 {
		t.Errorf("%d rows when there was room again, want 11000", got)
	}
	until(t, "the site shows what came in", func() bool {
		_, body, _ := site.get("/api/v1/places?q=Zzyzxville+10999")
		return strings.Contains(body, `"id":900011000`)
	})
}

// mounted makes a small disk of its own, where that is allowed.
func mounted(t *testing.T, folder string, size int) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("NOT TESTED: a disk cannot be mounted here (%v); as root of a machine of its own it can", err)
	}
	t.Cleanup(func() { syscall.Unmount(folder, syscall.MNT_FORCE|2) }) // 2: also while it is in use
}

// fill writes a file until the disk has only so much room left.
func fill(t *testing.T, path string, leave uint64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		var fs syscall.Statfs_t
		if err := syscall.Fstatfs(int(f.Fd()), &fs); err != nil {
			t.Fatal(err)
		}
		room := fs.Bavail * uint64(fs.Bsize)
		if room <= leave {
			return
		}
		if _, err := f.Write(make([]byte, min(room-leave, 1<<20))); err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

// A folder that can only be read is refused in one sentence, and nothing in it changes.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "disk")
	mounted(t, data, 16<<20)
	runs(t, exitOK, "migrate", "--data", data)
	if err := syscall.Mount("", data, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	places, _ := written(t, 10)
	for _, args := range [][]string{
		{"lookup", "--data", data, "Hrodna"},
		{"serve", "--addr", "127.0.0.1:0", "--data", data},
		{"import", "csv", "--data", data, "--places", places},
		{"migrate", "--data", data},
		{"train", "--data", data},
	} {
		run := runs(t, exitStorage, args...)
		if said := run.err.String(); !strings.Contains(said, "cannot be used. Check that") || strings.Count(said, "\n") != 1 {
			t.Errorf("%s says:\n%s", args[0], said)
		}
	}
	if run := runs(t, exitInvalid, "doctor", "--data", data); !strings.Contains(run.out.String(), "✗ The data folder") {
		t.Errorf("doctor says:\n%s", run.out)
	}
}

// What can be made again is made again; what cannot is told.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	data := copyOf(t, folderOf(t, smallData))
	snapshot := filepath.Join(data, world.SnapshotName)
	finds := func(why string) *running {
		t.Helper()
		run := runs(t, exitOK, "lookup", "--data", data, "--json", "--limit", "1", "Zzyzxville 42")
		if !strings.Contains(run.out.String(), `"id":900000043`) {
			t.Errorf("%s: %s", why, run.out)
		}
		return run
	}
	if err := os.Remove(snapshot); err != nil { // the folder's own may be older than its data, which is no damage
		t.Fatal(err)
	}
	finds("no snapshot")
	good, err := os.ReadFile(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(good)
	bad[len(bad)/2] ^= 0x10
	for why, content := range map[string][]byte{"one bit of the snapshot flipped": bad, "half a snapshot": good[:len(good)/2]} {
		write(t, snapshot, content)
		finds(why)
		if now, err := os.ReadFile(snapshot); err != nil || !bytes.Equal(now, good) {
			t.Errorf("%s: it was not made again (%v)", why, err)
		}
	}

	write(t, filepath.Join(data, world.ModelName), []byte("no model"))
	if run := finds("a damaged model"); !strings.Contains(run.err.String(), "model in the data folder cannot be read") {
		t.Errorf("a damaged model is not told: %s", run.err)
	}
	if run := runs(t, exitInvalid, "doctor", "--data", data); !strings.Contains(run.out.String(), "✗ The model") {
		t.Errorf("doctor says:\n%s", run.out)
	}
	write(t, filepath.Join(data, world.ModelName), nil)
	finds("an empty model")

	damage(t, filepath.Join(data, db.FileName))
	run := runs(t, exitInvalid, "doctor", "--data", data)
	if !strings.Contains(run.out.String(), "✗ The database file is damaged") {
		t.Errorf("doctor says:\n%s", run.out)
	}
	if err := os.Remove(snapshot); err != nil {
		t.Fatal(err)
	}
	if run := runs(t, exitInternal, "lookup", "--data", data, "Hrodna"); !strings.Contains(run.err.String(), "The database file is damaged") {
		t.Errorf("lookup says:\n%s", run.err)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// damage overwrites the middle of a file.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, int(info.Size()/2)), info.Size()/4); err != nil {
		t.Fatal(err)
	}
}

// Two programs that start at once on a new folder: one makes it, the other waits;
// both do what they were asked.
func TestTwoProgramsOnANewFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var both []*running
	for _, n := range []int{5000, 5001} {
		places, _ := written(t, n)
		both = append(both, twintown(t, "import", "csv", "--empty", "--data", data, "--places", places))
	}
	for _, r := range both {
		if code := r.ends(); code != exitOK {
			t.Errorf("exit code %d", code)
		}
	}
	if got := count(t, opened(t, data), imported); got != 5001 {
		t.Errorf("%d rows, want 5001", got)
	}
}
