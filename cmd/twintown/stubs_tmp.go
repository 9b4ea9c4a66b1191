package main

import "context"

func train(ctx context.Context, p *program, args []string) error          { return nil }
func evaluate(ctx context.Context, p *program, args []string) error       { return nil }
func importGeoNames(ctx context.Context, p *program, args []string) error { return nil }
