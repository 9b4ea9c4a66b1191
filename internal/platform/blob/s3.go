package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"path"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// How patient and how greedy a store in a bucket is.
const (
	partSize   = 16 << 20         // one part of a larger object; also what one request sends at once
	tries      = 3                // a server that fails three times is down, and the reader waits
	answerTime = 20 * time.Second // for an answer's head; healthy servers need a fiftieth
	fresh      = time.Hour        // an object this young is safe from the collector, which spares a day

	statusForbidden = 403
)

// S3 keeps objects in a bucket of a server that speaks S3.
type S3 struct {
	spool
	client *minio.Client
	opt    S3Options
	under  underWay
}

var _ Store = (*S3)(nil)

// OpenS3 opens the store in a bucket, which exists already. What is being put is
// held in a folder of this machine until its checksum is known. It does not call the
// server: see [S3.Check].
func OpenS3(opt S3Options, folder string) (*S3, error) {
	s, err := openSpool(folder)
	if err != nil {
		return nil, err
	}
	if _, err := s.reclaim(abandoned); err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(opt.Secure)
	if err != nil {
		return nil, badAddress(err)
	}
	transport.ResponseHeaderTimeout = answerTime
	client, err := minio.New(opt.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(opt.Key, opt.Secret, ""),
		Secure:     opt.Secure,
		Region:     opt.Region,
		Transport:  transport,
		MaxRetries: tries,
	})
	if err != nil {
		return nil, badAddress(err)
	}
	return &S3{spool: s, client: client, opt: opt}, nil
}

// Put sends an object unless the bucket holds it and it is young. Of those who put the
// same bytes here at once the first sends them and the others wait: some servers take
// the old object away a moment before the new one stands there. Among nodes the last
// word has the server where it knows If-None-Match. Either way the bytes under a name
// are the same.
func (s *S3) Put(ctx context.Context, r io.Reader, limit int64) (_ Ref, err error) {
	defer errs.Wrap(&err, "Put")
	d, err := s.take(ctx, r, limit)
	if err != nil {
		return Ref{}, err
	}
	defer s.drop(d)
	done, err := s.under.begin(ctx, d.ID)
	if err != nil {
		return Ref{}, err
	}
	defer done()
	have, err := s.Stat(ctx, d.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return d.Ref, s.send(ctx, d, true)
	case err != nil:
		return Ref{}, err
	case have.Size == d.Size && time.Since(have.Put) < fresh:
		return d.Ref, nil
	}
	return d.Ref, s.send(ctx, d, false)
}

// send writes an object, only where there is none yet when asked to.
func (s *S3) send(ctx context.Context, d draft, onlyNew bool) error {
	opt := minio.PutObjectOptions{
		ContentType: "application/octet-stream", // what it is, the database knows
		PartSize:    partSize,
		NumThreads:  1, // bounds memory: one part for each put under way
	}
	if onlyNew && d.Size < partSize { // the condition belongs to a single request
		opt.SetMatchETagExcept("*")
	}
	if _, err := d.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := s.client.PutObject(ctx, s.opt.Bucket, s.at(d.ID), d.file, d.Size, opt)
	switch code := minio.ToErrorResponse(err).Code; {
	case err == nil:
		return nil
	case onlyNew && (code == minio.PreconditionFailed || code == "ConditionalRequestConflict"):
		return nil // another node was quicker
	case onlyNew && code == minio.NotImplemented:
		return s.send(ctx, d, false) // the server knows no conditions
	}
	return remote(err)
}

// Open reads an object and checks it.
func (s *S3) Open(ctx context.Context, id string) (_ io.ReadCloser, _ Info, err error) {
	defer errs.Wrap(&err, "Open(%s)", short(id))
	info, err := s.Stat(ctx, id)
	if err != nil {
		return nil, Info{}, err
	}
	object, err := s.client.GetObject(ctx, s.opt.Bucket, s.at(id), minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, s.objectError(id, err)
	}
	return verify(speaking{object}, info.Ref), info, nil
}

// speaking gives failures while an object is read their public face.
type speaking struct{ *minio.Object }

func (o speaking) Read(p []byte) (int, error) {
	n, err := o.Object.Read(p)
	if err != nil && err != io.EOF {
		err = remote(err)
	}
	return n, err
}

// Stat returns what the server knows about an object.
func (s *S3) Stat(ctx context.Context, id string) (_ Info, err error) {
	defer errs.Wrap(&err, "Stat(%s)", short(id))
	if !Valid(id) {
		return Info{}, missing(id, nil)
	}
	stat, err := s.client.StatObject(ctx, s.opt.Bucket, s.at(id), minio.StatObjectOptions{})
	if err != nil {
		return Info{}, s.objectError(id, err)
	}
	return Info{Ref: Ref{ID: id, Size: stat.Size}, Put: stat.LastModified.UTC()}, nil
}

// Delete removes an object that was not put after before. The server has no such
// condition: between the look and the deletion lies one round trip, in which another
// node may put the same bytes again. See docs/adr for why that is borne.
func (s *S3) Delete(ctx context.Context, id string, before time.Time) (_ bool, err error) {
	defer errs.Wrap(&err, "Delete(%s)", short(id))
	info, err := s.Stat(ctx, id)
	if errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	if err != nil || info.Put.After(before) {
		return false, err
	}
	if err := s.client.RemoveObject(ctx, s.opt.Bucket, s.at(id), minio.RemoveObjectOptions{}); err != nil {
		return false, remote(err)
	}
	return true, nil
}

// List asks the server for all names, which come in their order.
func (s *S3) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		ctx, end := context.WithCancel(ctx)
		defer end() // the listing runs beside us
		opt := minio.ListObjectsOptions{Prefix: s.below(), Recursive: true}
		for o := range s.client.ListObjectsIter(ctx, s.opt.Bucket, opt) {
			if o.Err != nil {
				yield(Info{}, remote(o.Err))
				return
			}
			id := idOf(o.Key[len(s.below()):])
			if id == "" {
				continue
			}
			if !yield(Info{Ref: Ref{ID: id, Size: o.Size}, Put: o.LastModified.UTC()}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Info{}, err)
		}
	}
}

// Check puts a byte beside the objects and removes it.
func (s *S3) Check(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "Check(%s)", s.opt.Endpoint)
	probe := s.below() + "probe"
	if _, err := s.client.PutObject(ctx, s.opt.Bucket, probe, bytes.NewReader([]byte{0}), 1, minio.PutObjectOptions{}); err != nil {
		return remote(err)
	}
	return remote(s.client.RemoveObject(ctx, s.opt.Bucket, probe, minio.RemoveObjectOptions{}))
}

// Reclaim removes unfinished uploads of this machine, and those in the bucket that
// began a day ago: other nodes may be sending at this moment.
func (s *S3) Reclaim(ctx context.Context, age time.Duration) (n int, err error) {
	defer errs.Wrap(&err, "Reclaim")
	if n, err = s.reclaim(age); err != nil {
		return n, err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	for part := range s.client.ListIncompleteUploads(ctx, s.opt.Bucket, s.below(), true) {
		if part.Err != nil {
			return n, remote(part.Err)
		}
		if time.Since(part.Initiated) < max(age, 24*time.Hour) {
			continue
		}
		if err := s.client.RemoveIncompleteUpload(ctx, s.opt.Bucket, part.Key); err != nil {
			return n, remote(err)
		}
		n++
	}
	return n, nil
}

// at returns the name of an object in the bucket.
func (s *S3) at(id string) string { return path.Join(s.opt.Prefix, key(id)) }

// below returns what the names of all our objects begin with.
func (s *S3) below() string {
	if s.opt.Prefix == "" {
		return ""
	}
	return s.opt.Prefix + "/"
}

func (s *S3) objectError(id string, err error) error {
	if code := minio.ToErrorResponse(err).Code; code == minio.NoSuchKey {
		return missing(id, err)
	}
	return remote(err)
}

// remote gives a failure of the server a public face. A caller who gave up is no
// failure of the server.
func remote(err error) error {
	switch answer := minio.ToErrorResponse(err); {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case answer.Code == minio.NoSuchBucket:
		return errs.New(errs.NotFound, lang.Msg("blob.no_bucket", "bucket", answer.BucketName), err)
	case answer.StatusCode == statusForbidden, answer.Code == "XAdminUserNotFound": // servers name it by several codes
		return errs.New(errs.ReadOnly, lang.Msg("blob.denied"), err)
	}
	return errs.New(errs.Unavailable, lang.Msg("blob.unreachable"), err)
}
