import { createApp } from 'vue'
import PlaygroundPage from './PlaygroundPage.vue'
import { beginChat } from './chat-door'
import './playground.css'

createApp(PlaygroundPage).mount('#shop')
void beginChat()
