use forceflow::kernel::*;
use forceflow::model::*;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let n: u32 = a[2].parse().unwrap();
    let sc: forceflow::scenario::Scenario = serde_json::from_str(&text).unwrap();
    let w = compile(&sc).unwrap();
    fn go<C: Causes>(w: &World, n: u32) {
        let mut s: Simulation<C, Blind> = Simulation::new(w, Options { seed: 1, ties: Ties::InOrder }, Blind);
        for k in 1..=n.min(3) {
            let o = s.run(k);
            println!(
                "{:?} events {} sorties {} people {} veh {}",
                o.phases[0].closure.at.map(|t| t.as_h()),
                o.events,
                o.phases[0].sorties,
                o.phases[0].personnel,
                o.phases[0].vehicles
            );
        }
        let mut f = vec![0f64; Category::COUNT];
        for k in 1..=n.min(200) {
            let o = s.run(k);
            for (i, m) in o.fleet_ms.iter().enumerate() {
                f[i % Category::COUNT] += *m as f64 / 3.6e6 / n.min(200) as f64 / o.phases[0].sorties as f64;
            }
        }
        for (i, v) in f.iter().enumerate() {
            if *v > 0.0 {
                println!("  {} {:.4}", Category::from_number(i as u8).id(), v);
            }
        }
        let t = Instant::now();
        let mut e = 0;
        let mut sum = 0.0;
        let mut arr = 0.0;
        for k in 1..=n {
            let o = s.run(k);
            e += o.events;
            sum += o.phases[0].closure.at.map_or(f64::NAN, |t| t.as_h());
            arr += o.phases[0].arrival_ms as f64;
        }
        let d = t.elapsed().as_secs_f64();
        println!(
            "mean {} reps/s {:.1} Mevents/s {:.3} nodes {} arr {}",
            sum / n as f64,
            n as f64 / d,
            e as f64 / d / 1e6,
            s.causes().nodes().len(),
            arr / n as f64
        );
    }
    go::<Recorder>(&w, n);
    go::<Forgetful>(&w, n);
}
