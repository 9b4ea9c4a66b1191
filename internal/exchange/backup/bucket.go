package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// bucket is a place for backups on an S3 server.
type bucket struct {
	client *minio.Client
	opt    blob.S3Options
	query  string // of its address: endpoint and region
}

// partSize is how much of a backup one request sends: 10,000 parts make 640 GB.
const partSize = 64 << 20

func newBucket(opt blob.S3Options, query string) (*bucket, error) {
	client, err := minio.New(opt.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(opt.Key, opt.Secret, ""),
		Secure: opt.Secure,
		Region: opt.Region,
	})
	if err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("blob.address", "example", "s3://bucket/backups?endpoint=https://s3.example.org"), err)
	}
	return &bucket{client, opt, query}, nil
}

// put sends a file, reads it back and compares its checksum, and returns its address.
func (b *bucket) put(ctx context.Context, file, sum string) (address string, err error) {
	defer errs.Wrap(&err, "put(%s)", filepath.Base(file))
	key := path.Join(b.opt.Prefix, filepath.Base(file))
	_, err = b.client.FPutObject(ctx, b.opt.Bucket, key, file, minio.PutObjectOptions{
		ContentType: "application/octet-stream", PartSize: partSize, NumThreads: 1,
	})
	if err != nil {
		return "", b.remote(err)
	}
	object, err := b.client.GetObject(ctx, b.opt.Bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return "", b.remote(err)
	}
	defer object.Close()
	address = (&url.URL{Scheme: "s3", Host: b.opt.Bucket, Path: key, RawQuery: b.query}).String()
	return address, b.compare(object, address, sum)
}

// compare reads what the server holds, whose checksum all but the end of it must have.
func (b *bucket) compare(r io.Reader, address, sum string) error {
	hash := sha256.New()
	held := &tailReader{r: r, hash: hash}
	if err := held.drain(); err != nil {
		return b.remote(err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != sum || !bytes.HasPrefix(held.last, hash.Sum(nil)) {
		return damaged(address, errors.New("what came back has another checksum"))
	}
	return nil
}

// tailReader hashes everything but the end mark and the checksum before it.
type tailReader struct {
	r    io.Reader
	hash io.Writer
	last []byte
}

func (t *tailReader) drain() error {
	piece := make([]byte, recordSize)
	for {
		n, err := t.r.Read(piece)
		t.last = append(t.last, piece[:n]...)
		if over := len(t.last) - int(tail); over > 0 {
			t.hash.Write(t.last[:over])
			t.last = append(t.last[:0], t.last[over:]...)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// names returns the names of the backups in the bucket, and the sizes.
func (b *bucket) names(ctx context.Context) (all []string, err error) {
	prefix := b.opt.Prefix
	if prefix != "" {
		prefix += "/"
	}
	for o := range b.client.ListObjectsIter(ctx, b.opt.Bucket, minio.ListObjectsOptions{Prefix: prefix}) {
		if o.Err != nil {
			return nil, b.remote(o.Err)
		}
		if name := strings.TrimPrefix(o.Key, prefix); strings.HasSuffix(name, Suffix) {
			all = append(all, name)
		}
	}
	return all, nil
}

func (b *bucket) remove(ctx context.Context, name string) error {
	return b.remote(b.client.RemoveObject(ctx, b.opt.Bucket, path.Join(b.opt.Prefix, name), minio.RemoveObjectOptions{}))
}

// Fetch brings the backup at an address s3://bucket/prefix/name?endpoint=… into a folder
// and returns its path there. It is not checked yet.
func Fetch(ctx context.Context, address, folder string, lookup func(string) (string, bool)) (file string, err error) {
	defer errs.Wrap(&err, "Fetch")
	b, err := openBucket(address, lookup)
	if err != nil {
		return "", err
	}
	file = filepath.Join(folder, path.Base(b.opt.Prefix))
	if err := b.client.FGetObject(ctx, b.opt.Bucket, b.opt.Prefix, file, minio.GetObjectOptions{}); err != nil {
		os.Remove(file)
		return "", b.remote(err)
	}
	return file, nil
}

// remote gives a failure of the server a public face.
func (b *bucket) remote(err error) error {
	switch code := minio.ToErrorResponse(err).Code; {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case code == minio.NoSuchBucket:
		return errs.New(errs.NotFound, lang.Msg("blob.no_bucket", "bucket", b.opt.Bucket), err)
	case code == minio.NoSuchKey:
		return errs.New(errs.NotFound, lang.Msg("error.file", "file", path.Base(b.opt.Prefix)), err)
	case code == minio.AccessDenied, code == "SignatureDoesNotMatch", code == "InvalidAccessKeyId":
		return errs.New(errs.ReadOnly, lang.Msg("blob.denied"), err)
	}
	return errs.New(errs.Unavailable, lang.Msg("blob.unreachable"), err)
}
