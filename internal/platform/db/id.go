package db

import "github.com/google/uuid"

// NewID returns a new identifier: a UUID of version 7, which sorts by time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// namespace is the root of the identifiers that [IDFor] makes. Changing it
// would give every imported row a second life under another identifier.
var namespace = uuid.MustParse("6b0f5a0e-6c0d-5c0e-9f0a-74776e746f77")

// IDFor returns the identifier of what a source calls key: a UUID of version 5.
// The same source and key always give the same identifier, so that a repeated
// import finds its own rows.
func IDFor(source, key string) string {
	return uuid.NewSHA1(namespace, []byte(source+"\x00"+key)).String()
}
