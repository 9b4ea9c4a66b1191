package blobtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"twintown/internal/platform/blob"
)

// Server is a running S3 server with one empty bucket, and the folder in which it
// keeps that bucket's objects as files.
type Server struct {
	Options blob.S3Options
	Files   string
}

// The server's keys; they open nothing but a server that ends with its test.
const (
	testKey    = "twintown-test"
	testSecret = "twintown-test-secret"
	testBucket = "media"
)

// S3 starts a server for one test: the program that TWINTOWN_VERSITYGW names, a
// real gateway from S3 to a folder. The test is skipped where the variable is not
// set, and fails where CI=true.
func S3(t *testing.T) Server {
	t.Helper()
	program := os.Getenv("TWINTOWN_VERSITYGW")
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_VERSITYGW is not set: the check command sets it")
		}
		t.Skip("S3 LEFT OUT: TWINTOWN_VERSITYGW is not set")
	}
	folder := t.TempDir()
	for _, name := range []string{"buckets", "sidecar"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	addr := freePort(t)
	ctx, stop := context.WithCancel(context.Background())
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "--port", addr, "--access", testKey, "--secret", testSecret, "--quiet",
		"posix", "--sidecar", filepath.Join(folder, "sidecar"), filepath.Join(folder, "buckets"))
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second // it ends at once when told to; a deadline all the same
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); cmd.Wait() })
	s := Server{
		Options: blob.S3Options{Endpoint: addr, Region: "us-east-1", Bucket: testBucket, Prefix: "twintown/media", Key: testKey, Secret: testSecret},
		Files:   filepath.Join(folder, "buckets", testBucket),
	}
	if err := makeBucket(t.Context(), s.Options); err != nil {
		t.Fatalf("the S3 server does not answer: %v\n%s", err, said.String())
	}
	return s
}

// Address returns how an operator names the bucket.
func (s Server) Address() string {
	return fmt.Sprintf("s3://%s/%s?endpoint=http://%s&region=%s", s.Options.Bucket, s.Options.Prefix, s.Options.Endpoint, s.Options.Region)
}

// Lookup stands for the environment with the server's keys in it.
func (s Server) Lookup(name string) (string, bool) {
	switch name {
	case "TWINTOWN_MEDIA_KEY":
		return s.Options.Key, true
	case "TWINTOWN_MEDIA_SECRET":
		return s.Options.Secret, true
	}
	return "", false
}

// freePort returns an address of this machine on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// patience is how long a server may take to start on a machine that is busy.
const patience = 30 * time.Second

// makeBucket asks until the server answers.
func makeBucket(ctx context.Context, opt blob.S3Options) error {
	client, err := minio.New(opt.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(opt.Key, opt.Secret, ""), Region: opt.Region, MaxRetries: 1})
	if err != nil {
		return err
	}
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	for {
		if err = client.MakeBucket(ctx, opt.Bucket, minio.MakeBucketOptions{Region: opt.Region}); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Damage rewrites the file in which the server keeps an object.
func (s Server) Damage(t *testing.T, id string, how func([]byte) []byte) {
	t.Helper()
	Rewrite(t, filepath.Join(s.Files, s.Options.Prefix, id[:2], id[2:4], id), how)
}

// Rewrite changes a file's bytes in place, as a failing disk does.
func Rewrite(t *testing.T, path string, how func([]byte) []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	b = how(b)
	if _, err := f.WriteAt(b, 0); err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(int64(len(b))); err != nil {
		t.Fatal(err)
	}
}

// Files counts what lies in a folder of unfinished puts.
func Files(t *testing.T, folder string) int {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return len(entries)
}
