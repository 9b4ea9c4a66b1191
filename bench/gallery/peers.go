package main

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"twintown/internal/platform/photo"
)

// floor decodes the photographs and nothing else.
func floor(photos string, n int) error {
	begin := time.Now()
	err := together(n, func(i int) error {
		b, err := os.ReadFile(photoAt(photos, i))
		if err != nil {
			return err
		}
		_, err = jpeg.Decode(bytes.NewReader(b))
		return err
	})
	fmt.Println(time.Since(begin).Seconds(), resident(), 0, 0, 0)
	return err
}

// together does n pieces of work, as many at once as there are processors.
func together(n int, do func(i int) error) error {
	var all sync.WaitGroup
	next, failed := make(chan int), make(chan error, n)
	for range runtime.NumCPU() {
		all.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					failed <- err
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	close(failed)
	return <-failed
}

// The peers' settings: our qualities, one thread for each process because as many
// processes as processors run at once, nothing of the camera's notes.
const (
	peerJPEG = "82"
	peerWebP = "80"
)

// vips draws all photographs in one width and one kind in each process, as its manual
// advises for many files.
func vips(program, photos, out string, n int) (result, error) {
	type job struct{ width, ending string }
	var work []job
	for _, w := range photo.Widths {
		for _, ending := range []string{".jpg[Q=" + peerJPEG + ",strip]", ".webp[Q=" + peerWebP + ",strip]"} {
			work = append(work, job{strconv.Itoa(w), ending})
		}
	}
	var files []string
	for i := range n {
		files = append(files, photoAt(photos, i))
	}
	return timed(len(work), func(i int) *exec.Cmd {
		// as wide as said; never wider than the original, whatever the height
		args := append([]string{"--size", work[i].width + "x20000>", "-o", filepath.Join(out, "%s-"+work[i].width+work[i].ending)}, files...)
		cmd := exec.Command(program, args...)
		cmd.Env = append(os.Environ(), "VIPS_CONCURRENCY=1")
		return cmd
	})
}

// magick draws one photograph in each process, each width from the next wider.
func magick(program, photos, out string, n int) (result, error) {
	return timed(n, func(i int) *exec.Cmd {
		name := strings.TrimSuffix(filepath.Base(photoAt("", i)), ".jpg")
		args := []string{"-limit", "thread", "1", photoAt(photos, i), "-auto-orient", "-strip"}
		for k := len(photo.Widths) - 1; k >= 0; k-- {
			w := strconv.Itoa(photo.Widths[k])
			at := filepath.Join(out, name+"-"+w)
			args = append(args, "-resize", w+"x>", "-quality", peerJPEG, "-write", at+".jpg", "-quality", peerWebP, "-write", at+".webp")
		}
		return exec.Command(program, append(args, "null:")...)
	})
}

// result is how long something took, how long processors worked at it, the most memory
// that it held at once, and how many bytes it wrote.
type result struct {
	took, worked       time.Duration
	memory, webp, jpeg int64
}

// timed runs n processes, as many at once as there are processors.
func timed(n int, command func(i int) *exec.Cmd) (r result, err error) {
	var mu sync.Mutex
	var largest int64
	begin := time.Now()
	err = together(n, func(i int) error {
		cmd := command(i)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", cmd.Path, err, out)
		}
		mu.Lock()
		defer mu.Unlock()
		r.worked += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		largest = max(largest, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss<<10) // Linux counts in kB
		return nil
	})
	r.took, r.memory = time.Since(begin), largest*int64(min(n, runtime.NumCPU()))
	return r, err
}

// resident is the most memory that this process ever had resident, in bytes.
func resident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kb, _ := strconv.ParseInt(strings.Fields(after + " 0")[0], 10, 64) // none: the system does not say
	return kb << 10
}
