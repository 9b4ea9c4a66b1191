package score

import (
	"context"
	"math"
	"runtime"
	"sync"
)

// fit minimises the softmax loss of the true partners over the weights by L-BFGS.
func fit(ctx context.Context, signals []Signal, weights [][]float32, d *dataset, o Options) error {
	offset := make([]int, len(signals)+1)
	for k, s := range signals {
		offset[k+1] = offset[k] + s.Shape().Knots
	}
	n := offset[len(signals)]
	x := make([]float64, n)
	for k := range signals {
		for i, v := range weights[k] {
			x[offset[k]+i] = float64(v)
		}
	}
	f := func(x, grad []float64) float64 {
		loss := d.loss(x, grad, offset)
		for k, s := range signals {
			sh := s.Shape()
			loss += o.penalty(sh, x[offset[k]:offset[k+1]], grad[offset[k]:offset[k+1]])
		}
		return loss
	}
	minimise(f, x, o.Iterations, func(i int) bool {
		o.Log("fit", float64(i)/float64(o.Iterations))
		return ctx.Err() == nil
	})
	for k := range signals {
		for i := range weights[k] {
			weights[k][i] = float32(x[offset[k]+i])
		}
		level(signals[k].Shape(), weights[k])
	}
	return ctx.Err()
}

// fallWeight is how hard a fall of a rising signal is punished: beside the pull of thousands of questions, a fall of a
// hundredth costs more than it can win.
const fallWeight = 3000

// penalty is what the figures of one signal cost by themselves; it adds to the gradient.
func (o Options) penalty(sh Shape, x, grad []float64) (loss float64) {
	for i := range x {
		loss += o.Ridge * x[i] * x[i] / 2
		grad[i] += o.Ridge * x[i]
		if i <= sh.From || sh.To > 0 && i > sh.To {
			continue
		}
		weight, step := 0.0, x[i]-x[i-1]
		if sh.Smooth {
			weight = o.Smooth
		}
		if sh.Rising && step < 0 {
			weight += fallWeight
		}
		loss += weight * step * step / 2
		grad[i] += weight * step
		grad[i-1] -= weight * step
	}
	return loss
}

// level takes away what is left of falls after the optimiser, some hundredths: the knots on both sides of a fall get
// their mean (pool adjacent violators).
func level(sh Shape, w []float32) {
	if !sh.Rising {
		return
	}
	last := len(w) - 1
	if sh.To > 0 {
		last = sh.To
	}
	type block struct {
		mean float32
		n    int
	}
	var blocks []block
	for _, v := range w[sh.From : last+1] {
		blocks = append(blocks, block{v, 1})
		for k := len(blocks) - 1; k > 0 && blocks[k].mean < blocks[k-1].mean; k-- {
			a, b := blocks[k-1], blocks[k]
			mean := (a.mean*float32(a.n) + b.mean*float32(b.n)) / float32(a.n+b.n)
			blocks = append(blocks[:k-1], block{mean, a.n + b.n})
		}
	}
	i := sh.From
	for _, b := range blocks {
		for range b.n {
			w[i] = b.mean
			i++
		}
	}
}

func (d *dataset) loss(x, grad []float64, offset []int) float64 {
	const chunks = 8 // fixed, so that the sum does not depend on the number of cores
	parts := make([]float64, chunks)
	grads := make([][]float64, chunks)
	var wg sync.WaitGroup
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range chunks {
		wg.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			grads[k] = make([]float64, len(x))
			lo, hi := len(d.groups)*k/chunks, len(d.groups)*(k+1)/chunks
			parts[k] = d.part(lo, hi, x, grads[k], offset)
		})
	}
	wg.Wait()
	clear(grad)
	total := 0.0
	for k := range chunks {
		total += parts[k]
		for i, v := range grads[k] {
			grad[i] += v
		}
	}
	return total
}

func (d *dataset) part(lo, hi int, x, grad []float64, offset []int) float64 {
	nc := len(d.columns)
	off := make([]int, nc)
	for c, k := range d.columns {
		off[c] = offset[k]
	}
	var s []float64
	total := 0.0
	for g := lo; g < hi; g++ {
		rows, lw := d.groups[g], d.weight[g]
		s = s[:0]
		best := math.Inf(-1)
		for r := range lw {
			v := 0.0
			for c, p := range rows[r*nc : r*nc+nc] {
				j := off[c] + int(p/fixed)
				f := p % fixed
				v += x[j]
				if f > 0 {
					v += float64(f) / fixed * (x[j+1] - x[j])
				}
			}
			v += float64(lw[r])
			s = append(s, v)
			best = max(best, v)
		}
		sum := 0.0
		for _, v := range s {
			sum += math.Exp(v - best)
		}
		total += best + math.Log(sum) - s[0]
		for r := range lw {
			p := math.Exp(s[r]-best) / sum
			if r == 0 {
				p--
			}
			if math.Abs(p) < 1e-6 {
				continue
			}
			for c, q := range rows[r*nc : r*nc+nc] {
				j := off[c] + int(q/fixed)
				f := float64(q%fixed) / fixed
				grad[j] += p * (1 - f)
				if f > 0 {
					grad[j+1] += p * f
				}
			}
		}
	}
	return total
}

// minimise runs L-BFGS with a backtracking line search from x and leaves the best point there.
func minimise(f func(x, grad []float64) float64, x []float64, iterations int, more func(i int) bool) float64 {
	const memory = 10
	n := len(x)
	g := make([]float64, n)
	loss := f(x, g)
	var ss, ys [][]float64
	var rho []float64
	for i := range iterations {
		if !more(i) {
			break
		}
		dir := direction(g, ss, ys, rho)
		slope := dot(dir, g)
		if slope >= 0 {
			break
		}
		step := 1.0
		if len(ss) == 0 {
			step = 1 / (1 + math.Sqrt(dot(g, g)))
		}
		nx, ng := make([]float64, n), make([]float64, n)
		var nl float64
		ok := false
		for range 20 {
			for i := range x {
				nx[i] = x[i] + step*dir[i]
			}
			nl = f(nx, ng)
			if nl <= loss+1e-4*step*slope {
				ok = true
				break
			}
			step /= 2
		}
		if !ok {
			break
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range x {
			s[i], y[i] = nx[i]-x[i], ng[i]-g[i]
		}
		if sy := dot(s, y); sy > 1e-10 {
			ss, ys, rho = append(ss, s), append(ys, y), append(rho, 1/sy)
			if len(ss) > memory {
				ss, ys, rho = ss[1:], ys[1:], rho[1:]
			}
		}
		done := loss-nl < 1e-6*math.Abs(loss)
		copy(x, nx)
		copy(g, ng)
		loss = nl
		if done {
			break
		}
	}
	return loss
}

func direction(g []float64, ss, ys [][]float64, rho []float64) []float64 {
	d := make([]float64, len(g))
	for i := range g {
		d[i] = -g[i]
	}
	alpha := make([]float64, len(ss))
	for k := len(ss) - 1; k >= 0; k-- {
		alpha[k] = rho[k] * dot(ss[k], d)
		for i := range d {
			d[i] -= alpha[k] * ys[k][i]
		}
	}
	if k := len(ss) - 1; k >= 0 {
		scale := 1 / (rho[k] * dot(ys[k], ys[k]))
		for i := range d {
			d[i] *= scale
		}
	}
	for k := range ss {
		beta := rho[k] * dot(ys[k], d)
		for i := range d {
			d[i] += (alpha[k] - beta) * ss[k][i]
		}
	}
	return d
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}
