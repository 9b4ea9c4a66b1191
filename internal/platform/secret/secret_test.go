package secret

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestAKeyIsMadeOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	var made sync.Map
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			k, err := Open(folder, "")
			if err != nil {
				t.Error(err)
			}
			made.Store(k.Text(), true)
		})
	}
	all.Wait()
	n := 0
	made.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("eight processes opened %d keys, want one", n)
	}
	info, err := os.Stat(filepath.Join(folder, FileName))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has mode %v", info.Mode())
	}
}

func TestSealedValuesNeedKeyAndPurpose(t *testing.T) {
	k := New()
	sealed := k.Seal("mail", []byte("secret"))
	plain, err := k.Unseal("mail", sealed)
	if err != nil || string(plain) != "secret" {
		t.Fatalf("Unseal = %q, %v", plain, err)
	}
	for name, try := range map[string]func() ([]byte, error){
		"another purpose": func() ([]byte, error) { return k.Unseal("second factor", sealed) },
		"another key":     func() ([]byte, error) { return New().Unseal("mail", sealed) },
		"a changed byte":  func() ([]byte, error) { return k.Unseal("mail", "A"+sealed[1:]+"A") },
		"nothing":         func() ([]byte, error) { return k.Unseal("mail", "") },
	} {
		if got, err := try(); err == nil {
			t.Errorf("%s: Unseal gave %q", name, got)
		}
	}
	if bytes.Equal(k.Derive("a"), k.Derive("b")) {
		t.Error("two purposes share a key")
	}
}

func TestMarksFindWhatTheyDoNotHold(t *testing.T) {
	k := New()
	mark := k.Mark("address", "office@example.org")
	if mark != k.Mark("address", "office@example.org") || len(mark) != 64 {
		t.Errorf("Mark = %q, and not the same again", mark)
	}
	for name, other := range map[string]string{
		"another purpose": k.Mark("erased", "office@example.org"),
		"another key":     New().Mark("address", "office@example.org"),
		"another text":    k.Mark("address", "Office@example.org"),
	} {
		if other == mark {
			t.Errorf("%s gives the same mark", name)
		}
	}
	if k.Mark("address", "") != "" {
		t.Error("nothing has a mark")
	}
}

func TestADocumentIsSealedWhole(t *testing.T) {
	type card struct{ Name, Email string }
	k, was := New(), card{"Officer of Sokółka", "office@example.org"}
	var now card
	if err := k.UnsealJSON("card", k.SealJSON("card", was), &now); err != nil || now != was {
		t.Errorf("%+v, %v", now, err)
	}
	if err := k.UnsealJSON("card", "", &now); err != nil || now != was {
		t.Errorf("nothing sealed: %+v, %v", now, err)
	}
	if err := k.UnsealJSON("letter", k.SealJSON("card", was), &now); err == nil {
		t.Error("another purpose opens it")
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTextThatIsNoKey(t *testing.T) {
	for _, text := range []string{"x", "not base64!", New().Text()[:20]} {
		if _, err := Open("", written(t, text)); err == nil {
			t.Errorf("%q was taken for a key", text)
		}
	}
	k := New()
	again, err := Open(t.TempDir(), written(t, k.Text()+"\n"))
	if err != nil || again.Text() != k.Text() {
		t.Errorf("the text of a key does not open it: %v", err)
	}
}
