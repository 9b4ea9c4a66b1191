package press

import (
	"context"
	"strconv"
	"sync"

	"twintown/internal/platform/db"
)

// schedule remembers at which moments something becomes public by the clock, so that a
// page that was kept before such a moment is not taken for right after it.
type schedule struct {
	mu      sync.Mutex
	version int64   // of the data from which it was read
	known   bool    //
	next    []int64 // moments, the earliest first
}

// Mark names what the clock has made public so far, given the version of the data: two
// moments with the same mark see the same. It reads the database once for each version.
func (s *Store) Mark(ctx context.Context, version int64) (string, error) {
	s.schedule.mu.Lock()
	defer s.schedule.mu.Unlock()
	if !s.schedule.known || s.schedule.version != version {
		next, err := db.Collect(ctx, s.db, func(row db.Scanner) (at int64, err error) { return at, row.Scan(&at) },
			`
			SELECT next_at FROM press_text WHERE next_version > 0
			UNION ALL
			SELECT since FROM press_own_shown WHERE since > decided
			ORDER BY 1`)
		if err != nil {
			return "", err
		}
		s.schedule.version, s.schedule.known, s.schedule.next = version, true, next
	}
	now, passed := s.clock.Now().UnixMicro(), 0
	for passed < len(s.schedule.next) && s.schedule.next[passed] <= now {
		passed++
	}
	return strconv.Itoa(passed), nil
}
