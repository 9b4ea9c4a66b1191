package db

import "sync/atomic"

// Stats is what a database has written since it was opened.
type Stats struct {
	Commits  int64 // transactions that reached the disk; on SQLite several changes share one
	Changes  int64 // changes that were kept
	Failures int64 // transactions that were not: the disk, the connection
}

// counted are the numbers behind Stats.
type counted struct{ commits, changes, failures atomic.Int64 }

func (c *counted) add(changes int, err error) {
	if err != nil {
		c.failures.Add(1)
		return
	}
	c.commits.Add(1)
	c.changes.Add(int64(changes))
}

// Stats returns what was written until now.
func (d *DB) Stats() Stats {
	return Stats{d.counted.commits.Load(), d.counted.changes.Load(), d.counted.failures.Load()}
}
