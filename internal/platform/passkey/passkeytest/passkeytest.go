// Package passkeytest is a device with a passkey, for tests.
//
// It makes keys and answers questions as an authenticator does (WebAuthn, ES256, no
// attestation), byte by byte after the specification, so that what judges the answers is
// tried against the real form. Its fields let a test make a device that lies.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
)

// Device is an authenticator with one key.
type Device struct {
	Origin   string // of the page that asks
	Host     string // of the relying party
	Verifies bool   // it verifies the person
	Count    uint32 // signatures so far

	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
}

// New returns a device whose browser shows a page of the origin.
func New(origin, host string) *Device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // the curve is known
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails: see its documentation
	return &Device{Origin: origin, Host: host, Verifies: true, key: key, id: id}
}

var b64 = base64.RawURLEncoding.EncodeToString

// question is what both kinds of question have.
type question struct {
	Challenge string `json:"challenge"`
	User      struct {
		ID string `json:"id"`
	} `json:"user"`
}

func (d *Device) client(kind, challenge string) []byte {
	text, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	return text
}

// data is the authenticator's data; attested is the part about a new key.
func (d *Device) data(attested []byte) []byte {
	host := sha256.Sum256([]byte(d.Host))
	flags := byte(0x01) // the person is there
	if d.Verifies {
		flags |= 0x04
	}
	if attested != nil {
		flags |= 0x40
	}
	out := append(host[:], flags)
	out = binary.BigEndian.AppendUint32(out, d.Count)
	return append(out, attested...)
}

// text, bytes and head write CBOR (RFC 8949).
func head(major byte, n int) []byte {
	switch {
	case n < 24:
		return []byte{major<<5 | byte(n)}
	case n < 256:
		return []byte{major<<5 | 24, byte(n)}
	}
	return []byte{major<<5 | 25, byte(n >> 8), byte(n)}
}

func text(s string) []byte  { return append(head(3, len(s)), s...) }
func bytes(b []byte) []byte { return append(head(2, len(b)), b...) }

func join(parts ...[]byte) (out []byte) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// public is the public key in COSE.
func (d *Device) public() []byte {
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		panic(err) // the key was made here
	}
	return join(head(5, 5), head(0, 1), head(0, 2), head(0, 3), head(1, 6), head(1, 0), head(0, 1), head(1, 1), bytes(point[1:33]), head(1, 2), bytes(point[33:65]))
}

// Create answers the question for a new key.
func (d *Device) Create(options []byte) []byte {
	var q question
	if err := json.Unmarshal(options, &q); err != nil {
		panic(err)
	}
	d.handle, _ = base64.RawURLEncoding.DecodeString(q.User.ID)
	attested := join(make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(d.id))), d.id, d.public())
	object := join(head(5, 3), text("fmt"), text("none"), text("attStmt"), head(5, 0), text("authData"), bytes(d.data(attested)))
	return d.answer(map[string]any{"clientDataJSON": b64(d.client("webauthn.create", q.Challenge)), "attestationObject": b64(object), "transports": []string{"internal"}})
}

// Get answers the question for a sign-in.
func (d *Device) Get(options []byte) []byte {
	var q question
	if err := json.Unmarshal(options, &q); err != nil {
		panic(err)
	}
	d.Count++
	client, data := d.client("webauthn.get", q.Challenge), d.data(nil)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		panic(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(d.handle)})
}

func (d *Device) answer(response map[string]any) []byte {
	out, _ := json.Marshal(map[string]any{"id": b64(d.id), "rawId": b64(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	return out
}
