package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"twintown/internal/platform/blob"
)

// Place is where backups go: a folder, one file, or a bucket.
type Place struct {
	folder string // where the file is written; for a bucket, until it is there
	file   string // its name; "": one that tells occasion and moment
	bucket *bucket
}

// ParsePlace reads where an operator wants backups: "" for the folder usual, the name of
// a folder or of a file that does not exist yet, or s3://bucket/prefix?endpoint=…, whose
// keys lookup finds in the environment. A name that ends in .twintown is a file.
func ParsePlace(to, usual string, lookup func(string) (string, bool)) (Place, error) {
	if strings.HasPrefix(to, "s3://") {
		b, err := openBucket(to, lookup)
		return Place{folder: usual, bucket: b}, err
	}
	if to == "" {
		return Place{folder: usual}, nil
	}
	if info, err := os.Stat(to); err == nil && info.IsDir() || !strings.HasSuffix(to, Suffix) {
		return Place{folder: to}, nil
	}
	return Place{folder: filepath.Dir(to), file: filepath.Base(to)}, nil
}

// Make makes a backup there; see [Make]. In a bucket it is read back once more, and the
// file on this machine goes.
func (p Place) Make(ctx context.Context, src Source, occasion string, passphrase []byte) (Made, error) {
	name := p.file
	if name == "" {
		name = NewName(occasion, src.Clock.Now())
	}
	made, err := Make(ctx, src, filepath.Join(p.folder, name), passphrase)
	if err != nil || p.bucket == nil {
		return made, err
	}
	local := made.Path
	made.Path, err = p.bucket.put(ctx, local, made.Sum)
	return made, errors.Join(err, os.Remove(local))
}

// keyVariables name the keys of a bucket for backups, which may be another than that of
// the media; without them those of the media are taken.
var keyVariables = map[string]string{
	"TWINTOWN_MEDIA_KEY":    "TWINTOWN_BACKUP_KEY",
	"TWINTOWN_MEDIA_SECRET": "TWINTOWN_BACKUP_SECRET",
}

func openBucket(address string, lookup func(string) (string, bool)) (*bucket, error) {
	opt, err := blob.ParseS3(address, func(name string) (string, bool) {
		if value, told := lookup(keyVariables[name]); told {
			return value, true
		}
		return lookup(name)
	})
	if err != nil {
		return nil, err
	}
	_, query, _ := strings.Cut(address, "?")
	return newBucket(opt, query)
}
