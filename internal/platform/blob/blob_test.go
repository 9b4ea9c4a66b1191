package blob_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/blob/blobtest"
	"twintown/internal/platform/errs"
)

func TestFolder(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blobtest.Under {
		folder := filepath.Join(t.TempDir(), "media")
		s, err := blob.OpenFolder(folder)
		if err != nil {
			t.Fatal(err)
		}
		return blobtest.Under{
			Store: s,
			Damage: func(t *testing.T, id string, how func([]byte) []byte) {
				blobtest.Rewrite(t, filepath.Join(folder, id[:2], id[2:4], id), how)
			},
			Drafts: func(t *testing.T) int { return blobtest.Files(t, filepath.Join(folder, "tmp")) },
		}
	})
}

func TestS3(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blobtest.Under {
		server := blobtest.S3(t)
		folder := t.TempDir()
		s, err := blob.Open(server.Address(), folder, server.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		return blobtest.Under{
			Store:  s,
			Damage: server.Damage,
			Drafts: func(t *testing.T) int { return blobtest.Files(t, filepath.Join(folder, "media", "tmp")) },
		}
	})
}

func TestUnfinishedPutsAreReclaimed(t *testing.T) {
	folder := t.TempDir()
	drafts := filepath.Join(folder, "tmp")
	for name, age := range map[string]time.Duration{"young": 0, "old": 2 * time.Hour} {
		path := filepath.Join(drafts, name)
		if err := os.MkdirAll(drafts, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	s, err := blob.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if n := blobtest.Files(t, drafts); n != 1 {
		t.Errorf("%d drafts after opening, want the young one", n)
	}
	if n, err := s.Reclaim(t.Context(), 0); n != 1 || err != nil || blobtest.Files(t, drafts) != 0 {
		t.Errorf("Reclaim = %d, %v", n, err)
	}
}

// What lies in the folder and is no object, or leads out of it, is never handed out.
func TestAFolderKeepsToItself(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := blob.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.Repeat("ab", 32)
	if err := os.MkdirAll(filepath.Join(folder, "ab", "ab"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(folder, "ab", "ab", id)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "ab", "notes.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open(t.Context(), id); err == nil {
		t.Error("a link out of the folder was followed")
	}
	for info := range s.List(t.Context()) {
		t.Errorf("listed: %+v", info)
	}
}

func TestAFolderThatCannotBeUsedSaysSo(t *testing.T) {
	if _, err := blob.OpenFolder("/proc/media"); errs.KindOf(err) != errs.ReadOnly {
		t.Errorf("a folder that cannot be made: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.OpenFolder(file); errs.KindOf(err) != errs.ReadOnly {
		t.Errorf("a file instead of a folder: %v", err)
	}
}

func TestAServerThatIsDownIsUnavailable(t *testing.T) {
	s, err := blob.OpenS3(blob.S3Options{Endpoint: "127.0.0.1:1", Bucket: "media", Region: "x", Key: "k", Secret: "s"}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	id := strings.Repeat("0", 64)
	_, putErr := s.Put(t.Context(), strings.NewReader("x"), 1)
	_, _, openErr := s.Open(t.Context(), id)
	_, statErr := s.Stat(t.Context(), id)
	_, deleteErr := s.Delete(t.Context(), id, time.Now())
	var listErr error
	for _, err := range s.List(t.Context()) {
		listErr = err
	}
	for name, err := range map[string]error{"Put": putErr, "Open": openErr, "Stat": statErr, "Delete": deleteErr, "List": listErr, "Check": s.Check(t.Context())} {
		if errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABucketIsNamedAndOpened(t *testing.T) {
	server := blobtest.S3(t)
	for name, c := range map[string]struct {
		change func(*blob.S3Options)
		kind   errs.Kind
	}{
		"as it is":          {func(*blob.S3Options) {}, 255},
		"another bucket":    {func(o *blob.S3Options) { o.Bucket = "no-such" }, errs.NotFound},
		"the wrong secret":  {func(o *blob.S3Options) { o.Secret = "wrong" }, errs.ReadOnly},
		"an unknown client": {func(o *blob.S3Options) { o.Key = "nobody" }, errs.ReadOnly},
	} {
		opt := server.Options
		c.change(&opt)
		s, err := blob.OpenS3(opt, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context()); c.kind == 255 && err != nil || c.kind != 255 && errs.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseS3(t *testing.T) {
	keys := map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
	lookup := func(k string) (string, bool) { v, ok := keys[k]; return v, ok }
	for _, c := range []struct {
		address string
		want    blob.S3Options
		bad     bool
	}{
		{address: "s3://media", want: blob.S3Options{Endpoint: "s3.amazonaws.com", Secure: true, Bucket: "media"}},
		{
			address: "s3://media/a/b/?endpoint=http://127.0.0.1:7070&region=eu",
			want:    blob.S3Options{Endpoint: "127.0.0.1:7070", Region: "eu", Bucket: "media", Prefix: "a/b"},
		},
		{address: "s3://media?endpoint=s3.example.org", want: blob.S3Options{Endpoint: "s3.example.org", Secure: true, Bucket: "media"}},
		{address: "s3://", bad: true},
		{address: "/var/media", bad: true},
		{address: "https://media", bad: true},
		{address: "s3://key:secret@media", bad: true},
		{address: "s3://media?endpoint=ftp://x", bad: true},
		{address: "s3://media?endpoint=http://x/path", bad: true},
		{address: "s3://media?endpoint=http://u:p@x", bad: true},
	} {
		got, err := blob.ParseS3(c.address, lookup)
		if c.bad {
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", c.address, err)
			}
			continue
		}
		c.want.Key, c.want.Secret = "a", "b"
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.address, got, err)
		}
	}
	_, err := blob.ParseS3("s3://media", func(string) (string, bool) { return "", false })
	if errs.KindOf(err) != errs.Invalid || errs.PublicOf(err).Key != "blob.no_keys" {
		t.Errorf("without keys: %v", err)
	}
}

func TestFailuresKeepTheirCause(t *testing.T) {
	s, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Open(t.Context(), strings.Repeat("0", 64))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("cause lost: %v", err)
	}
	if _, err := s.Put(t.Context(), bytes.NewReader(nil), 0); err != nil {
		t.Errorf("an empty object with a limit of nothing: %v", err)
	}
}
