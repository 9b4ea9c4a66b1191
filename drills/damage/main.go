// Command damage spoils a backup in every way that a disk, a line or a hand does, and
// looks whether "twintown restore" refuses it and touches nothing.
//
//	go run ./drills/damage [-n 200]
//
// Each of the n copies has one flipped bit, a piece overwritten, cut out or put in, two
// pieces swapped, or its end cut off, at a random place; every fourth is sealed. The data
// folder that it would replace must be the same afterwards, byte for byte.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"twintown/drills/kit"
	"twintown/internal/exchange/backup"
	"twintown/internal/platform/db"
)

func main() { kit.Run(200, drill) }

const words = "correct horse battery staple"

func drill(ctx context.Context, d kit.Drill) error {
	site, remove, err := d.NewSite(db.SQLite, "site")
	if err != nil {
		return err
	}
	defer remove()
	if _, err := d.Called(ctx, append([]string{"lookup", "Warszawa"}, site.Flags()...)...); err != nil {
		return err
	}
	secret := filepath.Join(d.Folder, "words.txt")
	if err := os.WriteFile(secret, []byte(words), 0o600); err != nil {
		return err
	}
	open, sealed := filepath.Join(d.Folder, "open"+backup.Suffix), filepath.Join(d.Folder, "sealed"+backup.Suffix)
	if _, err := d.Called(ctx, append([]string{"backup", "--to", open}, site.Flags()...)...); err != nil {
		return err
	}
	if _, err := d.Called(ctx, append([]string{"backup", "--to", sealed, "--passphrase-file", secret}, site.Flags()...)...); err != nil {
		return err
	}
	before, err := sumOf(site.Folder)
	if err != nil {
		return err
	}
	refused, touched := 0, 0
	for i := range d.N {
		source := open
		if i%4 == 3 {
			source = sealed
		}
		told, err := spoil(ctx, d, site, source, secret)
		if err != nil {
			return err
		}
		if told {
			refused++
		}
		if after, err := sumOf(site.Folder); err != nil || after != before {
			touched++
		}
	}
	fmt.Printf("damage  %d spoiled backups: refused %d, data touched %d times   promised %d, 0\n", d.N, refused, touched, d.N)
	if refused < d.N || touched > 0 {
		return errors.New("the promise is not kept")
	}
	return nil
}

// spoil makes a spoiled copy of a backup and says whether restoring it was refused with a
// sentence. The folder in use is what it would replace.
func spoil(ctx context.Context, d kit.Drill, site kit.Site, source, secret string) (refused bool, err error) {
	whole, err := os.ReadFile(source)
	if err != nil {
		return false, err
	}
	path := filepath.Join(d.Folder, "spoiled"+backup.Suffix)
	if err := os.WriteFile(path, damage(whole), 0o600); err != nil {
		return false, err
	}
	_, err = d.Called(ctx, append([]string{"restore", "--replace", "--passphrase-file", secret, path}, site.Flags()...)...)
	exit, ended := errors.AsType[*exec.ExitError](err)
	return ended && exit.ExitCode() == 5, nil
}

// damage returns a copy that differs in one place.
func damage(whole []byte) []byte {
	for {
		b := bytes.Clone(whole)
		at, size := rand.IntN(len(b)), 1+rand.IntN(4096)
		end := min(at+size, len(b))
		switch rand.IntN(6) {
		case 0, 1:
			b[at] ^= 1 << rand.IntN(8)
		case 2:
			b = b[:at]
		case 3:
			clear(b[at:end])
		case 4:
			b = append(b[:at], b[end:]...)
		case 5:
			other := rand.IntN(len(b) - (end - at) + 1)
			piece := bytes.Clone(b[at:end])
			copy(b[at:end], whole[other:other+end-at])
			copy(b[other:], piece)
		}
		if !bytes.Equal(b, whole) {
			return b
		}
	}
}

// sumOf is the checksum over the names and bytes of all files in a folder.
func sumOf(folder string) (sum [sha256.Size]byte, err error) {
	hash := sha256.New()
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		fmt.Fprintln(hash, path, len(b))
		hash.Write(b)
		return err
	})
	return [sha256.Size]byte(hash.Sum(nil)), err
}
