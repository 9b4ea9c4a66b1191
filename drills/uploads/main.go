// Command uploads hands hostile and honest files to the process that examines them, and
// looks what becomes of each and how much memory and time it takes.
//
//	go run ./drills/uploads
//
// The files are those of platform/media/mediatest, and the largest honest images that are
// taken. Each is examined by the compiled program, in a process of its own, as when an
// officer sends it. The drill fails when a file is taken that must be refused or the other
// way round, when something is left in an image that nothing shown may have, or when a
// process had more than 256 MiB resident.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"twintown/drills/kit"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
)

// mostResident is the promise: a quarter of a gigabyte.
const mostResident = 256 << 20

func main() {
	kit.Run(1, func(ctx context.Context, d kit.Drill) error {
		for range d.N {
			if err := drill(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill) error {
	examiner, err := media.NewProcess(d.Binary)
	if err != nil {
		return err
	}
	var failed []error
	var slowest time.Duration
	var slow string
	refused, cases := 0, append(mediatest.Corpus(), largest()...)
	for _, c := range cases {
		took, err := try(ctx, d, examiner, c)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", c.Name, err))
		}
		if c.Want != "" {
			refused++
		}
		if took > slowest {
			slowest, slow = took, c.Name
		}
	}
	fmt.Printf("uploads: %d of %d files as expected (%d to be refused, %d to be taken), at most %d MiB resident in one process, slowest %.1f s (%s)\n",
		len(cases)-len(failed), len(cases), refused, len(cases)-refused, examiner.Peak()>>20, slowest.Seconds(), slow)
	if examiner.Peak() > mostResident {
		failed = append(failed, fmt.Errorf("more than %d MiB resident", mostResident>>20))
	}
	return errors.Join(failed...)
}

// largest are honest images at the limits: what they need is what the process may use.
func largest() []mediatest.Case {
	return []mediatest.Case{
		{Name: "PNG of 45 million points", File: "a.png", Make: func() []byte {
			var b bytes.Buffer
			e := png.Encoder{CompressionLevel: png.BestSpeed}
			if err := e.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 6700, 6700))); err != nil {
				panic(err) // writing into memory
			}
			return b.Bytes()
		}},
		{Name: "JPEG of 50 million points", File: "a.jpg", Make: func() []byte {
			var b bytes.Buffer
			if err := jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 7071, 7071), image.YCbCrSubsampleRatio420), nil); err != nil {
				panic(err) // writing into memory
			}
			return b.Bytes()
		}},
	}
}

// try examines one file and says in what it differs from what was expected.
func try(ctx context.Context, d kit.Drill, examiner media.Examiner, c mediatest.Case) (time.Duration, error) {
	b := c.Make()
	file, err := create(d, "file", b)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	display, err := create(d, "display", nil)
	if err != nil {
		return 0, err
	}
	defer display.Close()
	start := time.Now()
	found, err := examiner.Examine(ctx, file, media.CleanName(c.File), display)
	took := time.Since(start)
	if c.Want != "" {
		if why, refused := media.Refused(err); !refused || why.Key != c.Want {
			return took, fmt.Errorf("%+v, %w; it must be refused as %s", found, err, c.Want)
		}
		return took, nil
	}
	if err != nil {
		return took, err
	}
	if !slices.Equal(found.Flags, c.Flags) || found.Pages != c.Pages {
		return took, fmt.Errorf("flags %v, %d pages; want %v, %d", found.Flags, found.Pages, c.Flags, c.Pages)
	}
	shown, err := os.ReadFile(display.Name())
	if err != nil {
		return took, err
	}
	for _, bad := range c.Gone {
		if bytes.Contains(shown, []byte(bad)) {
			return took, fmt.Errorf("%q is left in what is shown", bad)
		}
	}
	return took, nil
}

// create makes a file of the drill's folder anew.
func create(d kit.Drill, name string, content []byte) (*os.File, error) {
	f, err := os.Create(filepath.Join(d.Folder, name))
	if err != nil {
		return nil, err
	}
	_, err = f.Write(content)
	return f, err
}
