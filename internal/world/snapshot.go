package world

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/place"
)

// SnapshotName is the file in the data folder from which a node starts quickly.
// It can be deleted at any time: the next start makes it again.
const SnapshotName = "world.snapshot"

// snapshotFormat changes with the form of the file or of what is in it: an
// older file is then rebuilt instead of misread.
const snapshotFormat = 1

// stamp says what a snapshot was made from.
type stamp struct {
	Format   int64
	Database int64 // db.Identity
	Schema   int64
	Version  int64 // db.DataVersion
}

func (k *Keeper) stamp(ctx context.Context) (s stamp, err error) {
	s.Format = snapshotFormat
	if s.Database, err = k.src.DB.Identity(ctx); err != nil {
		return s, err
	}
	if s.Schema, _, err = k.src.DB.SchemaVersion(ctx); err != nil {
		return s, err
	}
	s.Version, err = k.src.DB.DataVersion(ctx)
	return s, err
}

// load reads places and graph from the database, in one consistent view.
func (k *Keeper) load(ctx context.Context) (*place.Atlas, *partnership.Graph, error) {
	places, err := place.Load(ctx, k.src.Places)
	if err != nil {
		return nil, nil, err
	}
	graph, err := k.src.Partnerships.Graph(ctx)
	return places, graph, err
}

// readSnapshot returns what the snapshot holds, if it was made from this data and is
// undamaged. Partnerships that changed since are read anew.
func (k *Keeper) readSnapshot(ctx context.Context, want stamp) (places *place.Atlas, graph *partnership.Graph, n news, ok bool) {
	f, err := os.Open(filepath.Join(k.src.Folder, SnapshotName))
	if err != nil {
		return nil, nil, news{whole: true}, false
	}
	defer f.Close()
	_, places, graph, err = decode(f, func(got stamp) bool {
		same := got
		same.Version = want.Version
		n, err = k.since(ctx, got.Version)
		return same == want && err == nil && !n.whole
	})
	if err == nil {
		n.graph = n.graph || k.stale(graph)
		graph, err = k.caughtUp(ctx, graph, n)
	}
	if err != nil {
		k.src.Log.Info("the snapshot is not used", "reason", err)
		return nil, nil, news{whole: true}, false
	}
	return places, graph, n, true
}

// CheckSnapshot reads the folder's snapshot and compares its checksum, whatever data it
// was made from.
func CheckSnapshot(folder string) error {
	f, err := os.Open(filepath.Join(folder, SnapshotName))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum, stored := sha256.New(), make([]byte, sha256.Size)
	if _, err := io.Copy(sum, io.LimitReader(f, max(0, info.Size()-sha256.Size))); err != nil {
		return err
	}
	if _, err := io.ReadFull(f, stored); err != nil || string(sum.Sum(nil)) != string(stored) {
		return fmt.Errorf("its checksum is wrong (%v)", err)
	}
	return nil
}

var errOtherData = errors.New("it was made from other data")

// decode reads stamp, atlas, graph and the checksum over all of them. Nothing
// is returned before the checksum fits.
func decode(r io.Reader, fits func(stamp) bool) (stamp, *place.Atlas, *partnership.Graph, error) {
	sum := sha256.New()
	body := &summed{r: bufio.NewReaderSize(r, 1<<20), sum: sum}
	var got stamp
	if err := binary.Read(body, binary.LittleEndian, &got); err != nil {
		return got, nil, nil, err
	}
	if !fits(got) {
		return got, nil, nil, errOtherData
	}
	places, err := place.ReadAtlas(body)
	if err != nil {
		return got, nil, nil, err
	}
	graph, err := partnership.ReadGraph(body)
	if err != nil {
		return got, nil, nil, err
	}
	have, stored := sum.Sum(nil), make([]byte, sha256.Size)
	if _, err := io.ReadFull(body.r, stored); err != nil || string(have) != string(stored) {
		return got, nil, nil, fmt.Errorf("its checksum is wrong (%v)", err)
	}
	return got, places, graph, nil
}

// summed passes bytes on and sums them up.
type summed struct {
	r   *bufio.Reader
	sum hash.Hash
}

// Read implements io.Reader.
func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.sum.Write(p[:n])
	return n, err
}

// writeSnapshot is an aid only: when it fails, the next start is slower.
func (k *Keeper) writeSnapshot(s stamp, places *place.Atlas, graph *partnership.Graph) {
	if err := k.replaceSnapshot(s, places, graph); err != nil {
		k.src.Log.Warn("the snapshot could not be written; the next start takes longer", "error", err)
	}
}

func (k *Keeper) replaceSnapshot(s stamp, places *place.Atlas, graph *partnership.Graph) error {
	k.saving.Lock()
	defer k.saving.Unlock()
	k.clearAway()
	return replace(filepath.Join(k.src.Folder, SnapshotName), func(w io.Writer) error {
		return encode(w, s, places, graph)
	})
}

// abandoned is the age at which a half-written snapshot has no writer any more:
// writing one takes seconds.
const abandoned = 10 * time.Minute

// clearAway removes what a kill left of snapshots that were being written.
func (k *Keeper) clearAway() {
	left, err := filepath.Glob(filepath.Join(k.src.Folder, SnapshotName+".*.tmp"))
	if err != nil {
		return // the pattern is wrong only where the folder's name holds a bracket
	}
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > abandoned {
			os.Remove(path)
		}
	}
}

func encode(w io.Writer, s stamp, places *place.Atlas, graph *partnership.Graph) error {
	sum := sha256.New()
	body := io.MultiWriter(w, sum)
	if err := binary.Write(body, binary.LittleEndian, s); err != nil {
		return err
	}
	if err := places.Save(body); err != nil {
		return err
	}
	if err := graph.Save(body); err != nil {
		return err
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}
