# ruff: noqa: RUF001 - works are published in every script
"""Works as they are published: what the rules should say of each, and what they may say besides."""

from dataclasses import dataclass, field

from vitrine.enrich import Text


@dataclass(frozen=True)
class Sample:
    """`tools` must all be found and, but for `may`, no others; `categories` and `topics` must be among those found."""

    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    tools: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    language: str = "en"
    type: str = "video"
    languages: dict[str, int] = field(default_factory=dict)
    body: str = ""
    repository_topics: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return Text(
            self.type, self.title, self.description, self.tags, self.languages, self.body, self.repository_topics
        )


def made(
    title: str,
    description: str = "",
    tags: str = "",
    *,
    tools: str = "",
    may: str = "",
    categories: str = "",
    topics: str = "",
    language: str = "en",
) -> Sample:
    return Sample(
        title,
        description,
        tuple(tag.strip() for tag in tags.split(",") if tag.strip()),
        frozenset(tools.split()),
        frozenset(may.split()),
        frozenset(categories.split()),
        frozenset(topics.split()),
        language,
    )


def repository(
    name: str,
    description: str,
    languages: dict[str, int],
    *,
    body: str = "",
    about: str = "",
    tools: str,
    may: str = "",
    categories: str = "",
    topics: str = "",
) -> Sample:
    return Sample(
        name,
        description,
        (),
        frozenset(tools.split()),
        frozenset(may.split()),
        frozenset(categories.split()),
        frozenset(topics.split()),
        "en",
        "github_repo",
        languages,
        body,
        tuple(about.split()),
    )


TAIL = """

▬▬▬▬▬▬▬▬▬▬▬▬▬▬▬▬▬
► Subscribe: https://www.youtube.com/@somebody?sub_confirmation=1
► Follow me on Instagram: https://instagram.com/somebody.rust
► Join my Discord: https://discord.gg/abcdef
► Support me on Patreon: https://patreon.com/somebody
Music by Epidemic Sound: https://www.epidemicsound.com
As an Amazon Associate I earn from qualifying purchases.
#shorts
"""
SPONSOR = """
This video is sponsored by Squarespace. Build your website with Notion-like ease, no Python needed.
Go to https://squarespace.com/somebody and use code SOMEBODY for 10% off your first purchase.
"""

SAMPLES = [
    made(
        "A stool with no screws, no glue and no straight lines",
        "Ash seat, oak legs, hornbeam wedges. The tenons are tapered one in seven and cut on the router from a drawing "
        "the script makes; the seat is hollowed with a scorp that is older than the workshop. Nothing is glued, and it "
        "has been sat on for a year.\n\n0:00 Why no screws\n1:42 Choosing three blanks\n4:38 The angle\n",
        "green woodworking, stool, chair making, OpenSCAD",
        tools="wood-router scorp openscad",
        categories="woodworking",
        topics="green-woodworking chair-making",
    ),
    made(
        "Build a Full Stack App with Next.js 15, Prisma and PostgreSQL",
        "In this full course you will learn how to build and deploy a full stack application with the Next.js App "
        "Router, Prisma ORM, PostgreSQL and Tailwind CSS. We deploy everything on Vercel.\n\n"
        "⏱️ Timestamps\n00:00 Intro\n04:10 Project setup\n15:40 Database schema\n1:02:10 Authentication\n" + TAIL,
        "next.js, nextjs tutorial, prisma, postgresql, tailwind css, full stack, web development",
        tools="nextjs prisma postgresql tailwind vercel",
        categories="web-development tutorial",
    ),
    made(
        "Rust for Python developers - async, traits and error handling",
        "A talk about moving from Python to Rust, with Tokio and Axum." + SPONSOR + TAIL,
        "rust, python, programming, async",
        tools="rust python tokio axum",
        categories="programming",
    ),
    made(
        "Removing 50 years of RUST from a vintage table saw | restoration",
        "I found this old table saw in a barn. Rust removal with electrolysis and Evapo-Rust, new bearings, "
        "fresh paint." + TAIL,
        "restoration, rust removal, table saw, vintage tools",
        tools="table-saw evapo-rust",
        may="rust-remover",
        categories="",
        topics="restoration",
    ),
    made(
        "Taylor Swift - Cruel Summer (Acoustic Guitar Cover)",
        "My cover of Cruel Summer. Recorded at home with a Shure SM7B and mixed in Logic Pro." + TAIL,
        "taylor swift, cruel summer, guitar cover, acoustic cover",
        tools="shure-sm7b logic-pro",
        categories="music",
        topics="taylor-swift cruel-summer",
    ),
    made(
        "Blender 4.2 Geometry Nodes for Beginners",
        "Learn geometry nodes from zero: scatter trees, build a procedural city and render it in Cycles." + TAIL,
        "blender, geometry nodes, procedural, 3d modeling, b3d",
        tools="blender",
        categories="3d-modelling",
        topics="geometry-nodes procedural",
    ),
    made(
        "5 Healthy Smoothie Recipes (Vitamix vs. cheap blender)",
        "Five easy smoothie recipes for breakfast. You need a blender, frozen fruit and oat milk." + TAIL,
        "smoothie, healthy recipes, breakfast, blender",
        tools="vitamix",
        may="kitchen-blender",
        categories="cooking",
    ),
    made(
        "Ball python enclosure tour - bioactive setup!",
        "My ball python finally gets a bioactive enclosure. Python care for beginners: heating, humidity and feeding.",
        "ball python, snake, reptiles, bioactive, terrarium",
        may="terrarium",
        topics="ball-python",
    ),
    made(
        "Python Tutorial for Beginners | Full Course (2025)",
        "Variables, loops, functions, classes. No experience needed. Code: https://github.com/somebody/python-course"
        + TAIL,
        "python, python tutorial, learn python, programming, coding",
        tools="python",
        categories="tutorial",
    ),
    made(
        "ESP32 weather station with e-paper display and Home Assistant",
        "We build a battery powered weather station: ESP32, BME280 sensor, Waveshare e-paper display. Firmware with "
        "ESPHome, PCB designed in KiCad, enclosure printed in PETG on a Prusa MK4.\n\n"
        "Parts:\nESP32-C3: https://amzn.to/abc\nBME280: https://amzn.to/def" + TAIL,
        "esp32, home assistant, esphome, weather station, e-paper, iot",
        tools="esp32 home-assistant esphome e-paper waveshare kicad prusa filament",
        categories="electronics",
        topics="weather-station",
    ),
    made(
        "Sony A7 IV vs Canon R6 Mark II: which camera should you buy?",
        "After three months with both cameras: autofocus, low light, video, lenses." + TAIL,
        "sony a7iv, canon r6, camera review, photography",
        tools="sony-alpha canon-eos",
        categories="photography review",
    ),
    made(
        "Sourdough bread for beginners: from starter to loaf",
        "Everything you need to bake your first sourdough: flour, water, salt, a dutch oven and patience."
        "\n\n500 g bread flour\n350 g water\n100 g starter\n10 g salt" + TAIL,
        "sourdough, bread, baking, sourdough starter",
        tools="dutch-oven",
        may="banneton",
        categories="baking",
    ),
    made(
        "How I take notes in Obsidian (my zettelkasten after 3 years)",
        "My vault, plugins, templates and daily notes. Why I moved from Notion and Evernote." + TAIL,
        "obsidian, note taking, zettelkasten, second brain, pkm",
        tools="obsidian notion evernote",
        categories="productivity",
        topics="zettelkasten",
    ),
    made(
        "Minecraft, but every block I walk on turns to obsidian",
        "Can we beat the game? Obsidian everywhere." + TAIL,
        "minecraft, minecraft challenge, gaming",
        tools="minecraft",
        categories="gaming",
    ),
    made(
        "Ableton Live 12 Tutorial - House Beat from Scratch",
        "We make a house track from scratch in Ableton Live 12 using only stock plugins, then a little Serum bass."
        + TAIL,
        "ableton, ableton live 12, house music, music production, beat making",
        tools="ableton-live serum",
        categories="music-production",
        topics="house-music",
    ),
    made(
        "Live from the Royal Opera House: La Traviata",
        "A full live performance of Verdi's La Traviata with orchestra.",
        "opera, verdi, la traviata, live performance",
        categories="music",
        topics="la-traviata verdi",
    ),
    made(
        "How I edit my YouTube videos | DaVinci Resolve full workflow",
        "From import to export: cutting, color grading, Fusion titles, and delivery. I shoot on a Sony FX3." + TAIL,
        "davinci resolve, video editing, color grading",
        tools="davinci-resolve sony-alpha",
        categories="film-making",
    ),
    made(
        "Designing a phone stand in Fusion 360 and printing it on a Bambu Lab A1",
        "Beginner friendly CAD tutorial: sketches, extrude, fillets, export to STL and slice in Bambu Studio." + TAIL,
        "fusion 360, bambu lab, 3d printing, cad",
        tools="fusion-360 bambu-lab",
        categories="3d-printing",
    ),
    made(
        "Nuclear fusion explained: how tokamaks work",
        "Why is fusion so hard? Physics of plasma, magnetic confinement and ITER." + TAIL,
        "nuclear fusion, physics, iter, tokamak",
        categories="science",
        topics="nuclear-fusion tokamak",
    ),
    made(
        "Solo bikepacking across Iceland | 10 days on a gravel bike",
        "Wind, rivers and ash. Bike: Surly bike with Shimano GRX and tubeless tyres, bags by Ortlieb." + TAIL,
        "bikepacking, iceland, gravel, cycling, adventure",
        tools="shimano tubeless ortlieb",
        may="surly-bikes",
        categories="cycling",
        topics="iceland",
    ),
    made(
        "Excel Pivot Tables in 10 minutes",
        "How to build pivot tables, slicers and charts in Microsoft Excel, with a practice file." + TAIL,
        "excel, pivot tables, microsoft excel, spreadsheet",
        tools="excel",
        categories="productivity",
        topics="pivot-tables",
    ),
    made(
        "How to excel at public speaking",
        "Three habits of great speakers. Go from nervous to confident; make every word count." + TAIL,
        "public speaking, communication, confidence",
        topics="public-speaking confidence",
    ),
    made(
        "Kubernetes in production: lessons from 5 years | KubeCon 2024",
        "A talk about Helm, Argo CD, Prometheus and too many YAML files. Recorded at KubeCon Europe in Paris.",
        "kubernetes, kubecon, devops, helm, argocd",
        tools="kubernetes helm argocd prometheus",
        categories="devops talk",
    ),
    made(
        "Weekly vlog: moving to Berlin, spring cleaning and a new desk",
        "Come with me through a week in my life. I unpack, clean, express my feelings and go to IKEA." + TAIL,
        "vlog, berlin, moving vlog",
        categories="vlog",
        topics="berlin",
    ),
    made(
        "Astrophotography of the Orion Nebula with a 400€ setup",
        "Star Adventurer, a used Canon EOS 600D and a Samyang 135. Stacked in DeepSkyStacker, processed in Siril and "
        "GIMP." + TAIL,
        "astrophotography, orion nebula, star adventurer, deep sky",
        tools="sky-watcher canon-eos deepskystacker siril gimp",
        categories="astronomy",
        topics="orion-nebula deep-sky",
    ),
    made(
        "Knitting a Fair Isle sweater | podcast ep. 12",
        "This week: swatching, circular needles, and a new spinning wheel." + TAIL,
        "knitting, fair isle, knitting podcast, yarn",
        tools="knitting-needles spinning-wheel",
        categories="textiles",
        topics="fair-isle",
    ),
    made(
        "React Native vs Flutter in 2025: which one should you learn?",
        "Performance, developer experience, jobs. Expo, Dart, TypeScript." + TAIL,
        "react native, flutter, mobile development",
        tools="react-native flutter",
        may="typescript dart expo",
        categories="mobile",
    ),
    made(
        "Kids React to Retro Gaming (Nintendo, Sega)",
        "Watch these kids react to games from the eighties. Will they know what to do next?" + TAIL,
        "react, kids react, retro gaming, nintendo",
        categories="gaming",
        topics="kids-react",
    ),
    made(
        "TIG welding basics: stainless steel",
        "Torch angle, filler rod, gas flow. I use an angle grinder and flap disc for the prep." + TAIL,
        "tig welding, welding, metalworking, stainless steel",
        tools="tig-welder angle-grinder",
        categories="metalworking",
        topics="stainless-steel",
    ),
    made(
        "Turning a walnut bowl on the lathe",
        "From log to bowl: bowl gouge, sanding, and danish oil." + TAIL,
        "woodturning, walnut, bowl, lathe",
        tools="lathe danish-oil",
        categories="woodworking",
        topics="walnut woodturning",
    ),
    made(
        "Why your WiFi is slow: router placement and settings",
        "Mesh, channels, and the one setting on your router that you should change." + TAIL,
        "wifi, router, home network, internet speed",
        topics="wifi",
    ),
    made(
        "Latte art for beginners with the Breville Bambino",
        "How to steam milk and pour a heart. Grinder: DF64. Beans from a local roaster." + TAIL,
        "latte art, espresso, coffee, breville bambino",
        tools="espresso-machine coffee-grinder",
        categories="coffee",
        topics="latte-art",
    ),
    made(
        "Game dev log #14: water shaders in Godot 4",
        "This month I added water, boats and a fishing minigame. Pixel art made in Aseprite." + TAIL,
        "godot, gamedev, devlog, indie game, shader",
        tools="godot aseprite",
        categories="game-development",
    ),
    made(
        "Linear algebra: eigenvalues and eigenvectors, animated",
        "A visual introduction, animated with Manim. No calculus needed." + TAIL,
        "linear algebra, eigenvalues, math, manim",
        tools="manim",
        categories="mathematics",
        topics="linear-algebra eigenvalues",
    ),
    made(
        "ChatGPT vs Claude vs Gemini: who writes better code?",
        "I gave three AI models the same ten programming tasks in TypeScript and Go." + TAIL,
        "chatgpt, claude, gemini, ai, coding",
        tools="chatgpt claude gemini typescript go",
        categories="machine-learning",
    ),
    made(
        "The history of the Roman Empire in 20 minutes",
        "From Romulus to Constantinople. Sources and further reading below." + TAIL,
        "roman empire, history, ancient rome",
        categories="history",
        topics="ancient-rome roman-empire",
    ),
    made(
        "30 minute full body kettlebell workout",
        "No gym needed, one kettlebell. Warm up, 5 rounds, cool down." + TAIL,
        "kettlebell, workout, fitness, full body workout",
        tools="kettlebell",
        categories="fitness",
    ),
    made(
        "No dig garden tour in May: raised beds, compost and tomatoes",
        "The greenhouse is full of seedlings. How I make compost, and which slugs eat what." + TAIL,
        "no dig, garden tour, raised beds, vegetable garden",
        tools="raised-bed greenhouse",
        may="compost",
        categories="gardening",
        topics="no-dig",
    ),
    made(
        "Throwing a teapot on the pottery wheel",
        "Body, spout, lid and handle in stoneware; glaze test at the end, fired in an electric kiln to cone 6." + TAIL,
        "pottery, ceramics, teapot, wheel throwing",
        tools="pottery-wheel kiln",
        categories="pottery",
        topics="teapot",
    ),
    made(
        "Learn German: 100 phrases for beginners (A1)",
        "German for beginners. Repeat after me. Flashcards for Anki are below." + TAIL,
        "learn german, german for beginners, deutsch lernen",
        tools="anki",
        categories="language-learning",
    ),
    made(
        "Stop motion short film: The Last Biscuit",
        "Two months, 2,400 photos, one biscuit. Shot with Dragonframe on a Nikon D750, edited in Premiere Pro." + TAIL,
        "stop motion, short film, animation",
        tools="dragonframe nikon premiere-pro",
        categories="animation",
    ),
    made(
        "Lo-fi beats with the SP-404 MK2 (no talking)",
        "Chopping samples on the Roland SP-404. Drums from the Digitakt." + TAIL,
        "sp-404, lofi, beat making, sampler",
        tools="sp-404 digitakt",
        categories="music-production",
    ),
    made(
        "I built a $500 CNC router from scratch",
        "MDF frame, stepper motors, GRBL on an Arduino Uno. Toolpaths in VCarve Pro." + TAIL,
        "cnc router, diy cnc, grbl, arduino",
        tools="cnc-router stepper-motor grbl arduino vcarve",
        categories="cnc-laser",
    ),
    made(
        "Street photography in Tokyo at night | Fujifilm X100VI POV",
        "Two hours in Shinjuku in the rain. Edited in Lightroom." + TAIL,
        "street photography, tokyo, fujifilm x100vi, pov",
        tools="fujifilm lightroom",
        categories="photography",
        topics="tokyo street-photography",
    ),
    made(
        "Wok hei at home? Beef chow fun recipe",
        "A carbon steel wok, a hot burner and fresh noodles. Full recipe below.\n\n400 g noodles\n200 g beef" + TAIL,
        "wok, chow fun, chinese food, recipe",
        tools="wok",
        categories="cooking",
        topics="chow-fun",
    ),
    made(
        "Stand-up comedy: my robot vacuum hates me",
        "A new sketch every Friday. Tickets at the link." + TAIL,
        "comedy, stand up comedy, funny",
        categories="comedy",
    ),
    # Other languages
    made(
        "Eichentisch selber bauen mit Oberfräse und Handhobel",
        "In diesem Video zeige ich euch, wie ich einen Tisch aus Eiche baue. Die Zapfen fräse ich mit der Oberfräse, "
        "und das Finish ist mit Öl gemacht." + TAIL,
        "holzwerken, tischlern, eiche, oberfräse",
        tools="wood-router",
        may="hand-plane",
        categories="woodworking",
        language="de",
    ),
    made(
        "Curso de Python desde cero para principiantes",
        "En este vídeo vas a aprender a programar con Python: variables, funciones y listas. No necesitas experiencia."
        + TAIL,
        "python, curso de python, programación",
        tools="python",
        language="es",
    ),
    made(
        "Recette facile : tarte aux pommes de ma grand-mère",
        "Une recette de tarte aux pommes très simple, avec une pâte faite maison. Il faut des pommes et du beurre.",
        "recette, tarte aux pommes, pâtisserie",
        categories="cooking",
        language="fr",
    ),
    made(
        "Vue du ciel : les plus belles plages de Bretagne",
        "Une balade en drone avec le DJI Mini 4 Pro. Nous avons volé sur la côte pendant deux jours.",
        "bretagne, drone, plage",
        tools="dji-drone",
        language="fr",
        topics="bretagne",
    ),
    made(
        "Как установить Docker на Ubuntu",
        "В этом видео мы установим Docker и Docker Compose на сервер с Ubuntu и запустим PostgreSQL.",
        "docker, ubuntu, linux",
        tools="docker ubuntu",
        may="postgresql linux",
        categories="devops",
        language="ru",
    ),
    made(
        "【初心者向け】Pythonで始める機械学習入門",
        "この動画ではPythonとscikit-learnを使って機械学習の基本を解説します。",
        "Python, 機械学習, プログラミング",
        tools="python scikit-learn",
        categories="machine-learning",
        language="ja",
    ),
    made(
        "使用React和TypeScript开发网站教程",
        "在这个视频中，我们用React和TypeScript开发一个简单的网站。",
        "React, TypeScript, 前端",
        tools="react typescript",
        categories="tutorial",
        language="zh",
    ),
    made(
        "파이썬으로 주식 데이터 분석하기",
        "파이썬과 pandas로 주식 데이터를 분석하는 방법을 배워 봅니다.",
        "파이썬, pandas, 데이터 분석",
        tools="python pandas",
        language="ko",
    ),
    made(
        "Come fare la pizza in casa con il forno Ooni",
        "Oggi vi mostro come faccio la pizza: la ricetta dell'impasto, la lievitazione e la cottura.",
        "pizza, ricetta, ooni",
        tools="ooni",
        categories="cooking",
        language="it",
    ),
    # Repositories
    repository(
        "ripgrep",
        "ripgrep recursively searches directories for a regex pattern while respecting your gitignore",
        {"Rust": 1_200_000, "Python": 24_000, "Shell": 9_000},
        body="# ripgrep (rg)\n\nripgrep is a line-oriented search tool. Install with Homebrew: `brew install ripgrep`, "
        "Chocolatey, Debian or Fedora. Go to releases.\n",
        about="rust cli regex search grep command-line command-line-tool",
        tools="rust ripgrep",
        may="brew-pm debian fedora",
        categories="command-line",
        topics="regex search",
    ),
    repository(
        "fastapi-template",
        "Production ready FastAPI template with SQLAlchemy, Docker and GitHub Actions",
        {"Python": 90_000, "Dockerfile": 2_000, "HTML": 900},
        about="fastapi python sqlalchemy docker template hacktoberfest",
        tools="fastapi python sqlalchemy docker github-actions",
        categories="web-development",
    ),
    repository(
        "awesome-stool",
        "Parametric stools: OpenSCAD models, a script for the joints and drawings",
        {"OpenSCAD": 40_000, "Go": 30_000},
        body="The tenons are cut on the router. Run `make` to make the drawings; next, go to `out/`.",
        about="openscad woodworking cad",
        tools="openscad go",
        may="wood-router",
        categories="woodworking",
    ),
    repository(
        "tidyplots",
        "An R package for publication ready plots",
        {"R": 400_000, "TeX": 20_000},
        about="r ggplot2 data-visualization",
        tools="r",
        may="latex",
        categories="data-science library",
    ),
    repository(
        "swift-markdown-ui",
        "Display and customize Markdown text in SwiftUI",
        {"Swift": 500_000},
        about="swift swiftui markdown ios macos",
        tools="swift swiftui",
        topics="markdown",
    ),
    repository(
        "unreal-fishing",
        "A small fishing game made with Unreal Engine 5",
        {"C++": 800_000, "C#": 12_000, "C": 90_000},
        about="unreal-engine gamedev game",
        tools="unreal-engine cpp",
        may="c",
        categories="game-development",
    ),
]
