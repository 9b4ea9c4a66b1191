// Command gallery measures what a gallery of 100 photographs of 12 megapixels costs, from
// the bytes of an upload to the last size that readers get: each photograph is examined
// and drawn anew in a process of its own, kept, named in the database, and drawn by the
// durable job in every width as WebP and JPEG. Only the form that carries it is left out.
//
// The photographs are made here by seeded numbers, with sky, ground, houses and the noise
// of a sensor, some of them turned and with the place where they were taken. The peers
// draw the same widths and kinds of the same files: vipsthumbnail of libvips, and
// ImageMagick. The floor is decoding the files with image/jpeg and nothing else. All of
// them may use as many processors as there are, and write without waiting for the disk,
// but for us, who wait.
//
//	go run ./bench/gallery               100 photographs
//	go run ./bench/gallery -photos 10    fewer, while somebody works at it
//	go run ./bench/gallery -profile F    a profile of the part that runs in the program itself
//
// Memory is the most that all processes together can have held: the largest of each kind,
// times how many of it run at once.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == media.Command {
		os.Exit(media.Main(os.Args[2:])) // this process only looks at one file
	}
	var o options
	flag.IntVar(&o.photos, "photos", 100, "how many photographs")
	flag.StringVar(&o.profile, "profile", "", "file for a profile of the processor")
	flag.StringVar(&o.folder, "folder", "", "where photographs are made, and kept for the next time; without it a folder that goes")
	flag.StringVar(&o.part, "part", "", "what this process does for another one: make, ours, floor")
	flag.Parse()
	if err := o.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

type options struct {
	photos                int
	profile, folder, part string
}

func (o options) run(ctx context.Context) error {
	switch o.part {
	case "make":
		return makePhotos(o.folder, o.photos)
	case "floor":
		return floor(o.folder, o.photos)
	case "ours":
		data, err := os.MkdirTemp("", "twintown-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(data)
		return ours(ctx, o.folder, data, o.photos, o.profile)
	}
	return o.compare()
}

// compare has each take its turn, and prints a line of each.
func (o options) compare() error {
	if o.folder == "" {
		folder, err := os.MkdirTemp("", "twintown-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		o.folder = folder
	}
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(photoAt(o.folder, o.photos-1)); err != nil {
		if _, err := o.process("make"); err != nil {
			return err
		}
	}
	own, err := o.process("ours")
	if err != nil {
		return err
	}
	o.print("Twintown, upload to last size", own)
	if err := o.peers(); err != nil {
		return err
	}
	low, err := o.process("floor")
	if err != nil {
		return err
	}
	o.print("floor: image/jpeg decodes", low)
	return nil
}

// peers prints what others take who draw the same.
func (o options) peers() error {
	for _, peer := range []struct {
		title    string
		programs []string
		draw     func(program, photos, out string, n int) (result, error)
	}{
		{"peer: vipsthumbnail", []string{"vipsthumbnail"}, vips},
		{"peer: ImageMagick", []string{"magick", "convert-im6.q16", "convert"}, magick},
	} {
		program := ""
		for _, name := range peer.programs {
			if at, err := exec.LookPath(name); err == nil && program == "" {
				program = at
			}
		}
		if program == "" {
			fmt.Printf("%-31s not installed\n", peer.title)
			continue
		}
		out, err := os.MkdirTemp("", "twintown-bench-")
		if err != nil {
			return err
		}
		r, err := peer.draw(program, o.folder, out, o.photos)
		if err == nil {
			err = r.complete(out, o.photos)
		}
		if err := errors.Join(err, os.RemoveAll(out)); err != nil {
			return err
		}
		o.print(peer.title, r)
	}
	return nil
}

// complete adds up what a peer wrote, and fails where it left out a file.
func (r *result) complete(out string, photos int) error {
	entries, err := os.ReadDir(out)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		if filepath.Ext(e.Name()) == ".webp" {
			r.webp += info.Size()
		} else {
			r.jpeg += info.Size()
		}
	}
	if want := photos * len(photo.Widths) * 2; err == nil && len(entries) != want {
		err = fmt.Errorf("a peer wrote %d files of %d", len(entries), want)
	}
	return err
}

func (o options) print(title string, r result) {
	each := float64(o.photos)
	fmt.Printf("%-31s %6.1f s; a photograph: %5.2f s, of a processor %5.2f s", title, r.took.Seconds(), r.took.Seconds()/each, r.worked.Seconds()/each)
	if r.webp > 0 {
		fmt.Printf(", %4.0f kB WebP, %4.0f kB JPEG", float64(r.webp)/1000/each, float64(r.jpeg)/1000/each)
	}
	fmt.Printf("; %d MB at most\n", r.memory>>20)
}

// process does a part in a process of its own, so that its memory is its own.
func (o options) process(part string) (r result, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	cmd := exec.Command(self, "-part", part, "-photos", strconv.Itoa(o.photos), "-folder", o.folder, "-profile", o.profile)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil || part == "make" {
		return r, err
	}
	var seconds float64
	var own, examining int64
	if _, err := fmt.Sscan(string(out), &seconds, &own, &examining, &r.webp, &r.jpeg); err != nil {
		return r, fmt.Errorf("%s: %q: %w", part, out, err)
	}
	r.took, r.memory = time.Duration(seconds*float64(time.Second)), own+media.AtOnce*examining
	r.worked = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() // with those that it started
	return r, nil
}
