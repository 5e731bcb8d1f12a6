//! What the kernel does most: the agenda under the hold model, one draw of each distribution, the lines of draws of a
//! load, and a facility that is seized and released.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use forceflow::internals::kernel::{
    Agenda, Event, Lines, Request, Resource, Sampler, Streams, Ties, Time, stream_id,
};

/// Uniform variates that repeat, so that generating them is not what is measured.
fn uniforms() -> Vec<f64> {
    let mut streams = Streams::new(1, 1);
    let stream = streams.open(stream_id("bench"), 0);
    (0..4_096).map(|_| stream.uniform()).collect()
}

/// Takes the earliest event and schedules one later, as long as the agenda is: J. Vaucher and P. Duval (1975).
fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hold");
    let spans: Vec<i64> = uniforms().iter().map(|u| Sampler::Exponential { mean: 1.0 }.draw(*u)).collect();
    for pending in [64_u32, 1_000, 10_000] {
        group.bench_function(BenchmarkId::from_parameter(pending), |bencher| {
            let mut agenda = Agenda::default();
            agenda.reset(Ties::InOrder);
            for index in 0..pending {
                agenda.schedule(Time::from_ms(spans[index as usize % spans.len()]), Event { kind: 1, index });
            }
            let mut next = 0;
            bencher.iter(|| {
                if let Some((now, event)) = agenda.pop() {
                    next = (next + 1) % spans.len();
                    agenda.schedule(now + spans[next], event);
                }
            });
        });
    }
    group.finish();
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    let samplers = [
        ("fixed", Sampler::Fixed(3_600_000)),
        ("uniform", Sampler::Uniform { min: 1.0, span: 2.0 }),
        ("triangular", Sampler::Triangular { min: 2.0, mode: 3.0, max: 6.0 }),
        ("normal", Sampler::truncated_normal(4.0, 0.2, 3.4, 4.6)),
        ("lognormal", Sampler::lognormal_mean(1.5, 0.3)),
        ("exponential", Sampler::Exponential { mean: 6.0 }),
        ("weibull", Sampler::Weibull { inverse_shape: 0.5, scale: 2.0 }),
        ("empirical", Sampler::Empirical((0..100).map(f64::from).collect())),
    ];
    let uniforms = uniforms();
    for (name, sampler) in &samplers {
        group.bench_function(*name, |bencher| {
            let mut next = 0;
            bencher.iter(|| {
                next = (next + 1) % uniforms.len();
                black_box(sampler.draw(uniforms[next]))
            });
        });
    }
    group.finish();
}

fn lines(criterion: &mut Criterion) {
    let stream = stream_id("bench");
    criterion.bench_function("lines of 100 loads", |bencher| {
        let mut lines = Lines::new(100);
        let mut replication = 0;
        bencher.iter(|| {
            replication += 1;
            let mut streams = Streams::new(1, replication);
            for line in 0..100 {
                lines.touch(&mut streams, stream, 0, line, &[]);
            }
            black_box(lines.uniform(99, 3))
        });
    });
}

fn facility(criterion: &mut Criterion) {
    criterion.bench_function("request, grant, release", |bencher| {
        let mut resource = Resource::default();
        resource.reset(4);
        let mut now = Time::ZERO;
        bencher.iter(|| {
            now += 1;
            resource.request(Request { at: now, rank: 1, entity: 1, amount: 1 });
            black_box(resource.grant(now));
            resource.release(now, 1, 0)
        });
    });
}

criterion_group!(benches, hold, draws, lines, facility);
criterion_main!(benches);
