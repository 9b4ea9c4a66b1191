package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"

	"twintown/internal/platform/errs"
)

// Neighbour is a small file that lies beside the backups, in their folder or bucket: what
// has to be known when one of them is restored and everything younger is lost.
type Neighbour struct {
	path   string // in a folder
	bucket *bucket
	key    string // in a bucket
}

// mostNeighbour bounds what is read of one.
const mostNeighbour = 64 << 20

// Beside returns the neighbour of that name at the place.
func (p Place) Beside(name string) Neighbour {
	if p.bucket != nil {
		return Neighbour{bucket: p.bucket, key: path.Join(p.bucket.opt.Prefix, name)}
	}
	return Neighbour{path: filepath.Join(p.folder, name)}
}

// NeighbourOf returns the neighbour of that name of one backup, which is a path or
// s3://bucket/prefix/backup?endpoint=….
func NeighbourOf(backup, name string, lookup func(string) (string, bool)) (Neighbour, error) {
	if !strings.HasPrefix(backup, "s3://") {
		return Neighbour{path: filepath.Join(filepath.Dir(backup), name)}, nil
	}
	b, err := openBucket(backup, lookup)
	if err != nil {
		return Neighbour{}, err
	}
	return Neighbour{bucket: b, key: path.Join(path.Dir(b.opt.Prefix), name)}, nil
}

// Read returns what it holds, nil where it is not there.
func (n Neighbour) Read(ctx context.Context) (content []byte, err error) {
	defer errs.Wrap(&err, "Read(%s%s)", n.path, n.key)
	var from io.ReadCloser
	if n.bucket == nil {
		from, err = os.Open(n.path)
	} else {
		from, err = n.bucket.client.GetObject(ctx, n.bucket.opt.Bucket, n.key, minio.GetObjectOptions{})
	}
	if err == nil {
		defer from.Close()
		content, err = io.ReadAll(io.LimitReader(from, mostNeighbour))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || minio.ToErrorResponse(err).Code == minio.NoSuchKey:
		return nil, nil
	case err != nil && n.bucket != nil:
		return nil, n.bucket.remote(err)
	}
	return content, err
}

// Write puts it there whole.
func (n Neighbour) Write(ctx context.Context, content []byte) (err error) {
	defer errs.Wrap(&err, "Write(%s%s)", n.path, n.key)
	if n.bucket != nil {
		_, err := n.bucket.client.PutObject(ctx, n.bucket.opt.Bucket, n.key, bytes.NewReader(content), int64(len(content)),
			minio.PutObjectOptions{ContentType: "application/x-ndjson"})
		return n.bucket.remote(err)
	}
	if err := os.MkdirAll(filepath.Dir(n.path), 0o700); err != nil {
		return explainFile(n.path, err)
	}
	return explainFile(n.path, putFile(filepath.Dir(n.path), filepath.Base(n.path), content))
}
