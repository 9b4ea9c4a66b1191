package exchange

import "twintown/internal/platform/lang"

// Report says what an import did, file by file.
type Report struct {
	DryRun bool
	Files  []FileReport
}

// FileReport says what became of one file's rows. Rows = Written + Unchanged +
// Rejected; rows that a condition left out are not counted.
type FileReport struct {
	File       string
	Rows       int64
	Written    int64 // new or changed; in a dry run: acceptable
	Unchanged  int64
	Rejected   int64
	Complaints []Complaint // the first of them
}

// Complaint is why one line was left out.
type Complaint struct {
	Line   int
	Reason lang.Message
}

// complaintLimit is how many complaints a report keeps: a person mends the
// first hundred and tries again; a million would fill the memory.
const complaintLimit = 100

func (f *FileReport) reject(line int, reason lang.Message) {
	f.Rejected++
	if len(f.Complaints) < complaintLimit {
		f.Complaints = append(f.Complaints, Complaint{line, reason})
	}
}

// Rejected is how many rows of all files were left out.
func (r Report) Rejected() (n int64) {
	for _, f := range r.Files {
		n += f.Rejected
	}
	return n
}

// Progress is called now and then with the file and how many of its rows were
// read. It must return quickly.
type Progress func(file string, rows int64)

// progressEvery is how many rows lie between two calls of Progress: about ten
// calls a second.
const progressEvery = 5_000
