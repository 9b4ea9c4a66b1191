package backup

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// sealParameters stand in the head of a sealed file: what makes a key of a passphrase.
type sealParameters struct {
	Passes  uint32 // argon2id's time
	Memory  uint32 // argon2id's memory, in KiB
	Threads uint8
	Salt    [16]byte
	Check   [16]byte // tells a wrong passphrase from a damaged file
}

// The seal costs half a second and 64 MiB once for each file: a guess costs the same.
// A file that asks for more than the limits was not written by us.
const (
	sealPasses, mostPasses   = 4, 16
	sealMemory, mostMemory   = 64 << 10, 512 << 10
	sealThreads, mostThreads = 2, 16
)

// sealPiece is how much is encrypted at once: a damaged piece is noticed before any of
// it is used, and a piece fits into the cache of any processor.
const sealPiece = 64 << 10

var (
	errSealParameters = errors.New("the seal's parameters are out of bounds")
	errWrongPassword  = errors.New("the passphrase is another one")
)

func newSealParameters(passphrase []byte) (p sealParameters, key []byte) {
	p = sealParameters{Passes: sealPasses, Memory: sealMemory, Threads: sealThreads}
	rand.Read(p.Salt[:]) // never fails: see crypto/rand
	key, p.Check = p.keys(passphrase)
	return p, key
}

// key returns the key that the passphrase makes, if it is the right one.
func (p sealParameters) key(passphrase []byte) ([]byte, error) {
	if p.Passes == 0 || p.Passes > mostPasses || p.Memory > mostMemory || p.Threads == 0 || p.Threads > mostThreads {
		return nil, errSealParameters
	}
	key, check := p.keys(passphrase)
	if subtle.ConstantTimeCompare(check[:], p.Check[:]) != 1 {
		return nil, errWrongPassword
	}
	return key, nil
}

func (p sealParameters) keys(passphrase []byte) (key []byte, check [16]byte) {
	both := argon2.IDKey(passphrase, p.Salt[:], p.Passes, p.Memory, p.Threads, chacha20poly1305.KeySize+uint32(len(check)))
	copy(check[:], both[chacha20poly1305.KeySize:])
	return both[:chacha20poly1305.KeySize], check
}

// seal encrypts in pieces. A piece's nonce is its number and whether it is the last, so
// that pieces cannot be cut off, left out or swapped; the head of the file is
// authenticated with each.
type seal struct {
	aead   cipher.AEAD
	head   []byte
	number uint64
}

func newSeal(key, head []byte) (*seal, error) {
	aead, err := chacha20poly1305.New(key)
	sum := sha256.Sum256(head)
	return &seal{aead: aead, head: sum[:]}, err
}

func (s *seal) nonce(last bool) []byte {
	nonce := make([]byte, chacha20poly1305.NonceSize)
	binary.BigEndian.PutUint64(nonce[3:], s.number)
	if last {
		nonce[len(nonce)-1] = 1
	}
	s.number++
	return nonce
}

// sealWriter seals what is written; Close writes the last piece.
type sealWriter struct {
	*seal
	w   io.Writer
	buf bytes.Buffer
}

// Write keeps a piece back until it is known not to be the last.
func (s *sealWriter) Write(p []byte) (int, error) {
	s.buf.Write(p)
	for s.buf.Len() > sealPiece {
		if _, err := s.w.Write(s.aead.Seal(nil, s.nonce(false), s.buf.Next(sealPiece), s.head)); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// Close writes the last piece.
func (s *sealWriter) Close() error {
	_, err := s.w.Write(s.aead.Seal(nil, s.nonce(true), s.buf.Bytes(), s.head))
	return err
}

// sealReader hands out what was sealed, each piece after it was authenticated.
type sealReader struct {
	*seal
	r     *bufio.Reader
	piece []byte
	last  bool
}

func newSealReader(s *seal, r io.Reader) *sealReader {
	return &sealReader{seal: s, r: bufio.NewReaderSize(r, sealPiece+s.aead.Overhead()+1)}
}

// Read implements io.Reader.
func (s *sealReader) Read(p []byte) (int, error) {
	for len(s.piece) == 0 {
		if s.last {
			return 0, io.EOF
		}
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.piece)
	s.piece = s.piece[n:]
	return n, nil
}

func (s *sealReader) next() error {
	sealed := make([]byte, sealPiece+s.aead.Overhead())
	n, err := io.ReadFull(s.r, sealed)
	if err != nil && err != io.ErrUnexpectedEOF {
		return errFrame // nothing is left, and the last piece was not there
	}
	if _, err := s.r.Peek(1); err == io.EOF {
		s.last = true
	}
	s.piece, err = s.aead.Open(sealed[:0], s.nonce(s.last), sealed[:n], s.head)
	return err
}
