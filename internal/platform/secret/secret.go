// Package secret derives every secret of an installation from one key.
//
// The key is 32 random bytes in the file twintown.key, which only the program's user may
// read. It is made at the first start. Nodes that share a database share the key: the
// file is copied to each, or --key-file names one that all can read.
//
// No part of the program uses the key itself. Each derives its own by a purpose
// (HKDF-SHA256, RFC 5869), so that a secret that leaks tells nothing of the others:
//
//	mac := key.Derive("audit chain")
//	sealed := key.Seal("mail password", []byte(password))
//
// Whoever has a copy of the database without the key can read no sealed value and can
// forge neither the audit chain nor a link.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FileName is the name of the key's file in the data folder.
const FileName = "twintown.key"

// size is that of an AES-256 key and of what SHA-256 gives.
const size = 32

// Key is the root of an installation's secrets. The zero Key is useless.
type Key struct{ root []byte }

// New returns a key of its own, for tests and for a first start.
func New() Key {
	root := make([]byte, size)
	_, _ = rand.Read(root) // never fails: see its documentation
	return Key{root}
}

// Open returns the key in a file, the one in the data folder where file is "". It makes
// the file when it is missing; of several processes that make it at once, one wins.
func Open(folder, file string) (Key, error) {
	path := file
	if path == "" {
		path = filepath.Join(folder, FileName)
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path)
	}
	if err != nil {
		return Key{}, fmt.Errorf("read the key: %w", err)
	}
	return Parse(string(raw))
}

// Parse returns the key whose text a file holds.
func Parse(text string) (Key, error) {
	root, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(root) != size {
		return Key{}, errors.New("the key is not 32 bytes in base64url")
	}
	return Key{root}, nil
}

// create writes the file under another name first, so that no process reads half a key.
func create(path string) (Key, error) {
	k := New()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return Key{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), FileName+".*.tmp")
	if err != nil {
		return Key{}, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(k.Text() + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return Key{}, fmt.Errorf("write the key: %w", err)
	}
	err = os.Link(f.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return Open("", path)
	}
	return k, err
}

// Text is the key as its file holds it.
func (k Key) Text() string { return base64.RawURLEncoding.EncodeToString(k.root) }

// Derive returns the 32 bytes that belong to a purpose.
func (k Key) Derive(purpose string) []byte {
	derived, err := hkdf.Key(sha256.New, k.root, nil, "twintown: "+purpose, size)
	if err != nil {
		panic(err) // the length is a constant that SHA-256 can give
	}
	return derived
}

func (k Key) aead(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.Derive("seal: " + purpose))
	if err != nil {
		panic(err) // the length is that of AES-256
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // the block is that of AES
	}
	return aead
}

// Seal encrypts and authenticates plain for a purpose (AES-256-GCM).
func (k Key) Seal(purpose string, plain []byte) string {
	return base64.RawURLEncoding.EncodeToString(k.aead(purpose).Seal(nil, nil, plain, nil))
}

// Unseal returns what Seal was given; an error for anything else.
func (k Key) Unseal(purpose, sealed string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return nil, err
	}
	return k.aead(purpose).Open(nil, nil, raw, nil)
}

// SealJSON seals what a row holds of somebody, as JSON. v must be of texts, numbers and
// what is made of them.
func (k Key) SealJSON(purpose string, v any) string {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // a defect: v holds what JSON cannot
	}
	return k.Seal(purpose, body)
}

// UnsealJSON reads what SealJSON sealed into v; "" leaves v as it is.
func (k Key) UnsealJSON(purpose, sealed string, v any) error {
	if sealed == "" {
		return nil
	}
	body, err := k.Unseal(purpose, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}

// Mark is a keyed hash by which a text is found again without being kept; "" for "". The
// caller puts the text into the form in which it is compared.
func (k Key) Mark(purpose, text string) string {
	if text == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k.Derive(purpose))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
